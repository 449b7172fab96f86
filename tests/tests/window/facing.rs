//! The whole loop by two real programs whose cameras see each other's screens: companion and station, each on a machine of its
//! own, the station without a network. Nobody hands a file over.

use crate::{
    setup::{HELD, SOON, START, enter, key},
    sign::{DECIDE, read_to_the_end},
};
use companion::{
    build,
    example::{self, CONTRACT_ADDRESS},
    journal::{Journal, Record, State},
    node::Node,
};
use e2e::{
    desktop::{Desktop, Facing, Launch, Shot, Window},
    driver::{self, JUNK},
    fakecam::{FakeCamera, Picture},
};
use shared::{
    eth::{Payload, keccak256},
    qr::{
        receive::Received,
        send::{Order, Sender},
    },
    review::{Allowed, phrase::Phrase},
    wire::SignRequest,
};
use std::{fs, path::Path};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// The screens of both, in pixels.
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 900;

/// One of the two: its screen, its camera before it is pointed, the folder that is all it has.
struct Machine {
    desktop: Desktop,
    camera: FakeCamera,
    folder: TempDir,
}

impl Machine {
    fn new(camera: &str) -> Self {
        let desktop = Desktop::start(WIDTH, HEIGHT).unwrap();
        Self { desktop, camera: FakeCamera::plug(camera).unwrap(), folder: TempDir::new().unwrap() }
    }

    fn open(&self, launch: Launch) -> Window {
        let folders = ["HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"];
        let launch = launch
            .variables(folders.map(|name| (name, self.folder.path())))
            .variables([("COLDFRAME_JOURNAL", journal(&self.folder).as_os_str())])
            .variables([("MESA_SHADER_CACHE_DISABLE", "true")])
            .variables(self.camera.environment().unwrap());
        let mut window = launch.open(&self.desktop).unwrap();
        window.resize(WIDTH, HEIGHT).unwrap();
        window
    }
}

fn journal(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("journal.sqlite")
}

/// Both, side by side.
struct Pair {
    companion: Window,
    station: Window,
    /// The companion's camera sees the station's screen, and the other way round.
    _lenses: [Facing; 2],
    _desktops: [Desktop; 2],
    online: TempDir,
    offline: TempDir,
}

impl Pair {
    /// With a node of this address in the companion's books, and the example's things; without one the books are empty.
    fn seat(node: Option<&str>) -> Self {
        let (online, offline) = (Machine::new("Companion's camera"), Machine::new("Station's camera"));
        if let Some(url) = node {
            let entries = example::entries(url.to_owned());
            Journal::open(&journal(&online.folder)).unwrap().record_all(&entries).unwrap();
        }
        let companion = online.open(Launch::companion());
        let station = offline.open(Launch::default());
        let lenses = [
            Facing::point(online.camera, &offline.desktop).unwrap(),
            Facing::point(offline.camera, &online.desktop).unwrap(),
        ];
        Self {
            companion,
            station,
            _lenses: lenses,
            _desktops: [online.desktop, offline.desktop],
            online: online.folder,
            offline: offline.folder,
        }
    }
}

/// The only request of the journal.
fn record(folder: &TempDir) -> Record {
    let requests = Journal::open(&journal(folder)).unwrap().requests().unwrap();
    let [record] = &requests[..] else { panic!("one request was made, not {}", requests.len()) };
    record.clone()
}

/// The node that the books name.
fn node(folder: &TempDir) -> Node {
    let book = Journal::open(&journal(folder)).unwrap().book().unwrap();
    Node::connect(&book.chains[0].nodes[0]).unwrap()
}

/// The way of a newcomer: a chain of the window's own, with a test key and a contract.
fn try_the_example(companion: &mut Window) {
    companion.click_on("Try it with the example chain", SOON).unwrap();
    companion.wait_for("The example chain runs", SOON).unwrap();
}

/// From home to the codes of a pause; returns what stood on the page before them.
fn ask_for_a_pause(companion: &mut Window) -> Shot {
    companion.keys(&["ctrl+2"]).unwrap();
    companion.click_on("pause", SOON).unwrap();
    companion.click_on("Check it", SOON).unwrap();
    companion.wait_for("Check the request", SOON).unwrap();
    companion.click_on("Make the request", SOON).unwrap();
    let review = companion.wait_for("Read what is signed", SOON).unwrap();
    companion.click_on("Show the codes", SOON).unwrap();
    companion.wait_for("Show this to the station", SOON).unwrap();
    review
}

/// What is asked.
fn payload(record: &Record) -> Payload {
    let request = SignRequest::decode(&record.asked.message).unwrap();
    Payload::decode(request.data_type, &request.sign_data).unwrap()
}

fn is_paused(node: &Node) -> bool {
    node.call(CONTRACT_ADDRESS, &keccak256("paused()")[..4]).unwrap().last() == Some(&1)
}

/// What lies in a folder, its own journal left out.
fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).filter(|name| !name.starts_with("journal.sqlite")).collect()
}

/// From the request to its block, by what stands on the two screens.
fn a_pause_goes_through(mut pair: Pair) {
    let node = node(&pair.online);
    assert!(!is_paused(&node));
    let asked = ask_for_a_pause(&mut pair.companion);

    pair.station.wait_for(START, SOON).unwrap();
    enter(&mut pair.station, JUNK);
    pair.station.keys(&["Return"]).unwrap();
    let read = pair.station.wait_for("Read every page", SOON).unwrap();
    let phrase = Phrase::of(&payload(&record(&pair.online)).digest()).words().join(" ");
    for (screen, shot) in [("companion", &asked), ("station", &read)] {
        assert!(shot.says(&phrase).unwrap(), "{screen}: {phrase}: {}", shot.text().unwrap());
    }
    read_to_the_end(&mut pair.station, DECIDE);
    pair.station.hold("space", HELD).unwrap();
    pair.station.wait_for("What was signed", SOON).unwrap();

    pair.companion.click_on("Scan the answer", SOON).unwrap();
    pair.companion.wait_for("Signed, not sent", SOON).unwrap();
    assert_eq!(record(&pair.online).state, State::Signed);
    assert!(!is_paused(&node), "nothing is sent before somebody says so");
    pair.companion.click_on("Send", SOON).unwrap();
    pair.companion.wait_for("Send it?", SOON).unwrap();
    pair.companion.click_on("Send it", SOON).unwrap();
    pair.companion.wait_for("In block", SOON).unwrap();
    assert!(is_paused(&node));
    let state = record(&pair.online).state;
    assert!(matches!(state, State::Mined | State::Final), "{state:?}");
    for folder in [&pair.online, &pair.offline] {
        assert_eq!(files(folder.path()), Vec::<String>::new(), "nothing but light went over");
    }
}

#[test]
fn a_pause_built_in_one_window_is_approved_in_the_other_and_stands_in_a_block() {
    let mut pair = Pair::seat(None);
    try_the_example(&mut pair.companion);
    a_pause_goes_through(pair);
}

#[cfg(feature = "anvil")]
#[test]
fn the_same_pause_stands_in_a_block_of_anvil() {
    let anvil = crate::anvil::Anvil::start();
    a_pause_goes_through(Pair::seat(Some(&anvil.url)));
}

#[test]
fn codes_that_are_no_answer_of_this_key_are_refused_by_what_they_are_and_nothing_is_sent() {
    let machine = Machine::new("Companion's camera");
    let mut companion = machine.open(Launch::companion());
    try_the_example(&mut companion);
    ask_for_a_pause(&mut companion);
    companion.click_on("Scan the answer", SOON).unwrap();
    let record = record(&machine.folder);

    let see = |ur_type: &str, message: &[u8]| {
        let mut sender = Sender::ur(ur_type, message, 600, Order::default()).unwrap();
        machine.camera.show(&Picture::frame(&sender.next_frame())).unwrap();
    };
    see(SignRequest::UR_TYPE, &record.asked.message);
    companion.wait_for("this is a request, not an answer", SOON).unwrap();

    // The same transaction, signed by the device's next key.
    let other = build::request(&payload(&record), &key(1), record.asked.id);
    let secret = |text: &str| Zeroizing::new(text.as_bytes().to_vec());
    let sitting = driver::sitting(secret(JUNK), secret("")).unwrap();
    let received = Received { ur_type: SignRequest::UR_TYPE.to_owned(), message: other.encode() };
    let (_, answer) = driver::operate(&sitting, &received, Allowed::default()).unwrap();
    see(answer.ur_type, &answer.cbor);
    let shot = companion.wait_for("the answer was signed by", SOON).unwrap();
    for said in ["of the device “Example device”", "Nothing was sent", "Scan the answer"] {
        assert!(shot.says(said).unwrap(), "{said}: {}", shot.text().unwrap());
    }
    let node = node(&machine.folder);
    assert_eq!(node.nonce(record.asked.signer).unwrap(), 0);
    assert!(!is_paused(&node));
    assert_eq!(self::record(&machine.folder).state, State::Waiting);
}
