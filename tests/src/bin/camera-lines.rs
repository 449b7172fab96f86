//! A scan without a window: what the camera module says, one line each, for tests through the real camera path.
#![allow(clippy::print_stdout, reason = "the lines are the program's output")]

use clap::Parser;
use shared::{
    Refusal,
    camera::{Aim, CameraId, Catch, Folder, Look, Scan, SourceError, Sources, Webcams, Wish},
};
use std::{
    io::BufRead,
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// Scans until its standard input ends, and prints what changes.
///
/// On standard input, one a line: `choose NUMBER`, `again`, `virtual`, `real`; `close` ends the scan and begins another.
#[derive(Parser)]
struct Options {
    /// A folder of pictures instead of the cameras.
    #[arg(long)]
    frames: Option<PathBuf>,
    /// Look for one code that is no message.
    #[arg(long)]
    code: bool,
}

/// From the end of a scan to the next.
const PAUSE: Duration = Duration::from_millis(500);

enum News {
    Awake,
    Close,
    Wish(Wish),
    Enough,
}

fn main() -> Result<(), SourceError> {
    let options = Options::parse();
    let sources: Arc<dyn Sources> = match options.frames {
        Some(path) => Arc::new(Folder::new(path)),
        None => Arc::new(Webcams),
    };
    let aim = if options.code { Aim::Code } else { Aim::Message };
    let (tell, news) = mpsc::channel();
    let awake = tell.clone();
    let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(move || _ = awake.send(News::Awake));
    let begin = || Scan::start(Arc::clone(&sources), aim, None, Arc::clone(&wake));
    let mut scan = begin()?;
    let listener = move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let wish = match line.split_once(' ') {
                Some(("choose", id)) => News::Wish(Wish::Choose(CameraId(id.to_owned()))),
                _ if line == "close" => News::Close,
                _ if line == "again" => News::Wish(Wish::Again),
                _ => News::Wish(Wish::WithVirtual(line == "virtual")),
            };
            _ = tell.send(wish);
        }
        _ = tell.send(News::Enough);
    };
    thread::Builder::new()
        .name("wishes".to_owned())
        .spawn(listener)
        .map_err(|error| SourceError::NoThread { what: error.to_string() })?;
    let mut said: Vec<String> = Vec::new();
    for news in news {
        match news {
            News::Wish(wish) => scan.wish(wish),
            News::Enough => break,
            News::Close => {
                drop(scan);
                println!("closed");
                said.clear();
                thread::sleep(PAUSE);
                scan = begin()?;
            }
            News::Awake => {
                for line in scan.look().map(|look| lines(&look)).unwrap_or_default() {
                    let (what, _) = line.split_once(' ').unwrap_or((&line, ""));
                    if !said.contains(&line) {
                        said.retain(|old| old.split(' ').next() != Some(what));
                        println!("{line}");
                        said.push(line);
                    }
                }
                if let Some(preview) = scan.preview() {
                    let line = format!("preview {} {}", preview.width(), preview.height());
                    if !said.contains(&line) {
                        println!("{line}");
                        said.push(line);
                    }
                }
                match scan.caught() {
                    Some(Catch::Message(received)) => {
                        println!("message {} {} bytes", received.ur_type, received.message.len());
                    }
                    Some(Catch::Code(content)) => println!("code {} bytes", content.len()),
                    None => {}
                }
            }
        }
    }
    Ok(())
}

/// A line for each thing that may change.
fn lines(look: &Look) -> Vec<String> {
    let cameras: Vec<&str> = look.cameras.iter().map(|camera| camera.name.as_str()).collect();
    vec![
        format!("cameras {} ({} hidden)", cameras.join(", "), look.hidden),
        format!("chosen {}", look.chosen.as_ref().map_or("none", |camera| &camera.name)),
        match &look.trouble {
            Some(trouble) => format!("trouble {}: {trouble}", trouble.kind()),
            None => "trouble none".to_owned(),
        },
        format!("live {}", look.live),
        format!("sight {:?}", look.sight),
        format!("parts {} of {}", look.progress.have, look.progress.need),
        format!("advice {:?}", look.advice),
        format!("remark {}", look.remark.as_deref().unwrap_or("none")),
        format!("rate {:?}", look.rate),
        format!("size {:?}", look.size),
    ]
}
