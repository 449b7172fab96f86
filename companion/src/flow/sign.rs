//! A request is read, shown as codes, and its answer scanned.
//!
//! ```text
//! Review → Codes → Scan → (transaction) Follow
//!                       → (message)     Signed
//! ```
//!
//! May not enter: whether an answer is right; that is `acts::accept`'s.

use shared::{
    Refusal as _,
    eth::{Fingerprint, Payload},
    qr::{receive::Received, send::Profile},
    review::{Checked, Outline, OutlineChoice, Signer},
    wire::{KeyCard, SignAnswer, SignRequest},
};

use super::{Codes, CodesStep, Done, Follow, Home, Next, Order, Refused, Screen, Shown};
use crate::{
    build::RequestId,
    journal::{Record, State},
    secrets,
};

/// Why work fails that has compared no answer: an answer that was before the camera then is compared once more.
const NOT_THE_ANSWER: [&str; 10] = [
    "journal",
    "journal-locked",
    "disk-full",
    "journal-read-only",
    "journal-newer",
    "not-a-journal",
    "journal-damaged",
    "second-window",
    "job",
    "stopped",
];

/// Where the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// The facts are read, as the station will show them.
    #[default]
    Review,
    /// The request is shown to the device.
    Codes,
    /// The answer is looked for.
    Scan,
    /// A message or typed data is signed.
    Signed,
    /// It is asked whether the request is to be given up.
    GiveUp,
}

/// The screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// Of the request.
    pub id: RequestId,
    /// The request as it is shown: `eth-sign-request`, CBOR.
    pub message: Vec<u8>,
    /// What the station computes from the same bytes.
    pub checked: Checked,
    /// Which acts of the review's outline are open.
    pub outline: Outline,
    /// Where the screen is.
    pub stage: Stage,
    /// How the codes are shown.
    pub codes: Codes,
    /// An answer that was refused: it is not compared again while it stands before the camera.
    pub refused: Option<Vec<u8>>,
    /// Once signed, for messages and typed data: r ‖ s ‖ v in hex.
    pub signature: Option<String>,
    /// Why the request is given up.
    pub reason: String,
}

/// What can be done there.
#[derive(Debug, Clone, PartialEq)]
pub enum SignChoice {
    /// On to the next stage.
    On,
    /// Back by one stage; from the first, home.
    Back,
    /// Home; the request waits on.
    Home,
    /// Opens or closes an act of the outline.
    Outline(OutlineChoice),
    /// Of the codes.
    Codes(CodesStep),
    /// Save the codes: `png`, `gif` or `txt`.
    Save(&'static str),
    /// Save the signature of a message.
    SaveSignature,
    /// Ask whether it is to be given up.
    AskGiveUp,
    /// The reason, as typed so far.
    Reason(String),
    /// Give it up.
    GiveUp,
}

impl Sign {
    /// The screen of a request in the journal.
    pub fn of(record: &Record) -> Result<Self, Refused> {
        let request = SignRequest::decode(&record.asked.message)?;
        let fingerprint = request.key_path.source_fingerprint.unwrap_or(Fingerprint([0; 4]));
        let signer = Signer { fingerprint, address: record.asked.signer };
        let checked = Checked::of(request, signer)?;
        let signature = match (&record.answer, record.state) {
            (Some(answer), State::Signed) if record.signed.is_none() => signature_of(answer),
            _ => None,
        };
        let stage = if signature.is_some() { Stage::Signed } else { Stage::Review };
        let message = record.asked.message.clone();
        let id = record.asked.id;
        let codes = Codes::default();
        let (outline, reason) = (Outline::default(), String::new());
        Ok(Self { id, message, checked, outline, stage, codes, refused: None, signature, reason })
    }

    /// Another stage, on which an answer that was refused before is looked at again.
    fn at(self: Box<Self>, stage: Stage) -> Next {
        Next::to(Screen::Sign(Box::new(Self { stage, refused: None, ..*self })))
    }

    /// What the device that is meant is known not to take of this request.
    pub fn warnings(&self) -> Vec<String> {
        let parts = match self.codes.link() {
            Profile::Ur { fragment } => self.message.len().div_ceil(fragment),
            Profile::Dense { .. } => 1,
        };
        self.codes.profile().warnings(self.checked.payload(), self.message.len(), parts)
    }

    /// The name of files about this request, without an ending.
    fn file_name(&self) -> String {
        format!("request-{}", self.id.to_string().chars().take(8).collect::<String>())
    }
}

/// r ‖ s ‖ v of an answer that was accepted before.
fn signature_of(answer: &[u8]) -> Option<String> {
    let answer = SignAnswer::decode(answer).ok()?;
    let text: String = answer.signature.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(format!("0x{text}"))
}

/// One step.
pub fn sign(screen: Box<Sign>, shown: &Shown, choice: SignChoice) -> Next {
    let _ = shown;
    let home = || Next::to(Screen::Home(Box::<Home>::default()));
    match (choice, screen.stage) {
        (SignChoice::Home, _) => home(),
        (SignChoice::On, Stage::Review) => screen.at(Stage::Codes),
        (SignChoice::On, Stage::Codes) => screen.at(Stage::Scan),
        (SignChoice::Back, Stage::Codes) if screen.codes.is_full() => {
            let codes = screen.codes.step(CodesStep::Full);
            Next::to(Screen::Sign(Box::new(Sign { codes, ..*screen })))
        }
        (SignChoice::Back, Stage::Scan) => screen.at(Stage::Codes),
        (SignChoice::Back, Stage::Codes | Stage::GiveUp) => screen.at(Stage::Review),
        (SignChoice::Back, Stage::Review | Stage::Signed) => home(),
        (SignChoice::Outline(choice), _) => {
            let outline = screen.outline.clone().step(choice);
            Next::to(Screen::Sign(Box::new(Sign { outline, ..*screen })))
        }
        (SignChoice::Codes(step), _) => {
            let codes = screen.codes.step(step);
            Next::to(Screen::Sign(Box::new(Sign { codes, ..*screen })))
        }
        (SignChoice::Save(ending), _) => {
            let order = Order::SaveCodes {
                ur_type: SignRequest::UR_TYPE,
                message: screen.message.clone(),
                profile: screen.codes.link(),
                fps: screen.codes.speed(),
                name: format!("{}.{ending}", screen.file_name()),
            };
            Next::with(Screen::Sign(screen), order)
        }
        (SignChoice::SaveSignature, _) => match screen.signature.clone() {
            Some(signature) => {
                let name = format!("{}-signature.txt", screen.file_name());
                Next::with(Screen::Sign(screen), Order::SaveText { text: signature + "\n", name })
            }
            None => Next::to(Screen::Sign(screen)),
        },
        (SignChoice::AskGiveUp, Stage::Review) => screen.at(Stage::GiveUp),
        (SignChoice::Reason(reason), Stage::GiveUp) => {
            Next::to(Screen::Sign(Box::new(Sign { reason, ..*screen })))
        }
        (SignChoice::GiveUp, Stage::GiveUp) => {
            let reason = screen.reason.trim().to_owned();
            match secrets::refuse("words of the reason", &reason) {
                Ok(()) => {
                    let order = Order::Abandon { id: screen.id, reason };
                    Next::with(Screen::Sign(screen), order)
                }
                Err(error) => Next::to(Screen::Sign(screen)).refusing(Refused::from(error)),
            }
        }
        _ => Next::to(Screen::Sign(screen)),
    }
}

/// The step after a message was read.
pub(super) fn seen(screen: Box<Sign>, _shown: &Shown, received: &Received) -> Next {
    if screen.stage != Stage::Scan || screen.refused.as_ref() == Some(&received.message) {
        return Next::to(Screen::Sign(screen));
    }
    let id = screen.id;
    let refused = Some(received.message.clone());
    let screen = Screen::Sign(Box::new(Sign { refused, ..*screen }));
    match answer(received) {
        Ok(answer) => Next::with(screen, Order::Accept { id, answer, from: None }),
        Err(refused) => Next::to(screen).refusing(refused),
    }
}

/// The answer in a message, or why it is none.
fn answer(received: &Received) -> Result<SignAnswer, Refused> {
    match received.ur_type.as_str() {
        SignAnswer::UR_TYPE => SignAnswer::decode(&received.message).map_err(|error| Refused {
            kind: error.kind(),
            message: format!("this answer cannot be read: {error}. Nothing was sent."),
        }),
        SignRequest::UR_TYPE => Err(Refused::new(
            "ur-type",
            "this is a request, not an answer: the camera sees this screen, or another companion's. Turn the camera to the station.",
        )),
        other if KeyCard::UR_TYPES.contains(&other) => Err(Refused::new(
            "ur-type",
            "this is a key card, not an answer; key cards are imported on Keys. Let the device sign the request and show its answer.",
        )),
        other => {
            let named: String = other.chars().take(40).collect();
            Err(Refused::new(
                "ur-type",
                format!(
                    "this is “{named}”, not an answer (eth-signature). Let the device sign the request and show its answer."
                ),
            ))
        }
    }
}

/// The step after work.
pub(super) fn finish(screen: Box<Sign>, shown: &Shown, done: Done) -> Next {
    match done {
        Done::Accepted(id, accepted) if id == screen.id => {
            let told = format!("The answer is right: signed by {}, as asked.", accepted.signer());
            if accepted.signed_transaction().is_some() {
                return Next::to(Screen::Follow(Box::new(Follow::of(id)))).saying(told);
            }
            let text: String =
                accepted.message_signature().iter().map(|byte| format!("{byte:02x}")).collect();
            let signature = Some(format!("0x{text}"));
            Next::to(Screen::Sign(Box::new(Sign { signature, stage: Stage::Signed, ..*screen }))).saying(told)
        }
        Done::Read(messages) => match messages.into_iter().next() {
            // Dropped or pasted: looked at even where it was refused before.
            Some(message) => seen(Box::new(Sign { refused: None, ..*screen }), shown, &message),
            None => Next::to(Screen::Sign(screen)),
        },
        Done::Abandoned(id) if id == screen.id => {
            let told = match screen.checked.payload() {
                Payload::Transaction(_) => "The request is given up. Its nonce is free again.",
                Payload::TypedData(_) | Payload::Message(_) => "The request is given up.",
            };
            Next::to(Screen::Home(Box::default())).saying(told)
        }
        Done::Saved(place) => Next::to(Screen::Sign(screen)).saying(format!("Saved as {}.", place.display())),
        Done::Failed(failed) => {
            let refused = screen.refused.clone().filter(|_| !NOT_THE_ANSWER.contains(&failed.kind.as_str()));
            Next::to(Screen::Sign(Box::new(Sign { refused, ..*screen }))).refusing(failed)
        }
        _ => Next::to(Screen::Sign(screen)),
    }
}
