//! What is typed, chosen or dropped goes into the form's fields; what was wrong there is forgotten.
//!
//! May not enter: what the fields mean; that is `wish`'s.

use std::path::PathBuf;

use shared::abi::{AbiFunction, Names, Signature};

use super::{At, Build, Call, What, forms_of};
use crate::{
    build::form::Form,
    flow::{Next, Order, Screen, Shown},
};

impl Build {
    /// What is typed goes into its field, and what was wrong there is judged anew.
    pub(super) fn type_into(&mut self, at: At, text: String) {
        self.wrong.retain(|(found, _)| *found != at);
        match &at {
            At::Argument(place) => {
                if let Some(call) = self.call_mut() {
                    call.write(place, text);
                }
            }
            At::Signature => self.sign_as(text),
            At::To => self.to = text,
            At::Data => self.data = text,
            At::Artifact => (self.artifact, self.creation) = (text, None),
            At::Authorizations => (self.authorizations, self.authorized) = (text, None),
            At::Value => self.value = text,
            At::Purpose => self.purpose = text,
            At::Nonce => self.nonce = text,
            At::Gas => self.gas = text,
            At::Chain | At::Key | At::Contract | At::Function => {}
        }
    }

    /// A signature is typed; what stands in the form stays where the parameters are the same.
    fn sign_as(&mut self, text: String) {
        if let Ok(signature) = Signature::parse(&text) {
            let form = Form::of(AbiFunction { signature, changes_state: true, is_payable: true });
            let before = self.typed.take();
            self.typed = Some(match before {
                Some(call) if call.form.fields == form.fields => Call { form, ..call },
                _ => Call::of(form),
            });
        } else {
            self.typed = None;
        }
        self.signature = text;
    }

    /// Takes a function of the contract, with an empty form unless it is the one that stands there.
    pub(super) fn choose(&mut self, shown: &Shown, signature: &Signature) {
        let forms = self.contract(shown).map(|contract| forms_of(contract, true)).unwrap_or_default();
        let is_there = self.function.as_ref().is_some_and(|call| call.form.signature == *signature);
        if let (Some(form), false) = (forms.into_iter().find(|form| form.signature == *signature), is_there) {
            self.function = Some(Call::of(form));
            self.wrong.retain(|(at, _)| !matches!(at, At::Function | At::Argument(_)));
        }
    }

    /// The order that reads the file of a field.
    pub(super) fn read(&mut self, at: At) -> Option<Order> {
        let path = match &at {
            At::Artifact => self.artifact.trim(),
            At::Authorizations => self.authorizations.trim(),
            _ => return None,
        };
        let order = (!path.is_empty()).then(|| Order::ReadFile(PathBuf::from(path)));
        if order.is_none() {
            self.wrong.retain(|(found, _)| *found != at);
            self.wrong.push((at, "give the path of the file".to_owned()));
        }
        order
    }

    /// A change of the arguments; what was wrong with them is judged anew at the next check.
    pub(super) fn in_call(&mut self, change: impl FnOnce(&mut Call)) {
        self.wrong.retain(|(at, _)| !matches!(at, At::Argument(_)));
        if let Some(call) = self.call_mut() {
            change(call);
        }
    }

    /// Writes a list or tuple as one text, or as its parts; where it cannot, the field says why.
    pub(super) fn fold(&mut self, place: &[usize], names: Names<'_>) {
        let mut faults = Ok(());
        self.in_call(|call| faults = call.fold(place, names));
        // A text that is wrong stays a text: what is wrong within it is said at the whole of it.
        let wrong = faults.err().into_iter().flatten().next();
        self.wrong.extend(wrong.map(|wrong| (At::Argument(place.to_vec()), wrong.sentence)));
    }

    fn call_mut(&mut self) -> Option<&mut Call> {
        match self.what {
            What::Call => self.function.as_mut(),
            What::Signature => self.typed.as_mut(),
            What::Deploy => self.creation.as_mut(),
            What::Data | What::Plain | What::Delegate => None,
        }
    }
}

/// The step after files were dropped onto the window.
pub(in crate::flow) fn dropped(mut screen: Box<Build>, files: &[PathBuf]) -> Next {
    let Some(file) = files.first() else { return Next::to(Screen::Build(screen)) };
    let at = if screen.what == What::Delegate { At::Authorizations } else { At::Artifact };
    if at == At::Artifact {
        screen.what = What::Deploy;
    }
    screen.type_into(at, file.display().to_string());
    Next::with(Screen::Build(screen), Order::ReadFile(file.clone()))
}
