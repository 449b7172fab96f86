//! Codes of one message, to where the person wants them, with what is said beside them.

use serde_json::{Value, json};

use crate::cli::{
    args::LinkArgs,
    codes::{Codes, speed},
    exit::CliError,
    output::Output,
};

/// Codes that can be given out; nothing is written yet.
pub(super) struct Parcel<'a> {
    ur_type: &'static str,
    bytes: usize,
    codes: Codes,
    link: &'a LinkArgs,
}

impl<'a> Parcel<'a> {
    /// Cuts the message, and sees that it can be written where it shall be.
    pub(super) fn of(ur_type: &'static str, message: &[u8], link: &'a LinkArgs) -> Result<Self, CliError> {
        let codes = Codes::of(ur_type, message, link.out.clone(), link)?;
        Ok(Self { ur_type, bytes: message.len(), codes, link })
    }

    /// Writes them, with `said` beside them; `json` gets what scripts want of them. The animation comes last.
    pub(super) fn give(&self, said: &[String], mut json: Value, output: Output) -> Result<(), CliError> {
        let (codes, link) = (&self.codes, self.link);
        codes.write(link)?;
        if let Some(fields) = json.as_object_mut() {
            fields.insert("ur_type".to_owned(), json!(self.ur_type));
            fields.insert("parts".to_owned(), json!(codes.frames().texts()));
            fields.insert("frames".to_owned(), json!(codes.frames().frames().len()));
            fields.insert("bytes".to_owned(), json!(self.bytes));
            fields.insert("out".to_owned(), json!(codes.place()));
        }
        output.json(&json);
        said.iter().for_each(|line| output.aside(line));
        let count = codes.frames().frames().len();
        output.aside(format_args!("{} bytes in {count} codes at {} a second", self.bytes, speed(link)));
        if let Some(place) = codes.place() {
            output.result(format_args!("Written to {place}."));
        }
        if codes.are_printed(link) {
            codes.print(output);
        }
        codes.animate(link, output)
    }
}
