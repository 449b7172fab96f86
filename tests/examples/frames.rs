//! Writes pictures of the graded set as PNG files, to look at: `cargo run --release -p e2e --example frames -- --out DIR`.

use clap::Parser;
use e2e::optics::{Reader, classes};
use std::collections::HashMap;
use std::path::PathBuf;

/// Writes pictures of the graded set as PNG files.
#[derive(Parser)]
struct Options {
    /// Where the pictures go; made if it is not there.
    #[arg(long)]
    out: PathBuf,
    /// Only this class.
    #[arg(long)]
    class: Option<String>,
    /// Pictures a level.
    #[arg(long, default_value_t = 1)]
    each: usize,
    /// Only pictures that the product's finder does not read.
    #[arg(long)]
    misses: bool,
    /// Another set of the same kind.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    std::fs::create_dir_all(&options.out)?;
    let mut written = HashMap::new();
    for case in
        classes(options.seed).filter(|case| options.class.as_deref().is_none_or(|class| class == case.class))
    {
        let count = written.entry((case.class, case.level)).or_insert(0);
        if *count == options.each {
            continue;
        }
        let (photo, expected) = case.photograph();
        if options.misses && expected.is_hit(&Reader::Ours.read(&photo)) {
            continue;
        }
        *count += 1;
        let name = format!("{} {} {count}.png", case.class, case.level).replace(' ', "-");
        let (width, height) = (u32::try_from(photo.width)?, u32::try_from(photo.height)?);
        image::save_buffer(options.out.join(name), &photo.luma, width, height, image::ExtendedColorType::L8)?;
    }
    Ok(())
}
