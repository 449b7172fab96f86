//! What `--check` says: each wall, the links, and whether keys may be held here.
//!
//! May not enter: printing.

use crate::air::{Air, State};
use shared::Refusal;
use std::fmt::Write as _;

/// For people.
pub fn text(air: &Air) -> String {
    let mut report = String::new();
    for wall in &air.walls {
        let mark = match wall.state {
            State::Kept => "kept   ",
            State::Weaker(_) => "WEAKER ",
            State::Missing(_) => "MISSING",
        };
        _ = write!(report, "{mark}  {}", wall.promise.title());
        _ = match wall.state.why() {
            Some(why) => writeln!(report, ": {why}"),
            None => writeln!(report),
        };
    }
    for link in &air.links {
        _ = writeln!(report, "LINK UP  {link}: {}", link.remedy());
    }
    for radio in &air.radios {
        _ = writeln!(
            report,
            "advice   {radio} is switched on although no interface is up: {}",
            radio.remedy()
        );
    }
    _ = match air.may_hold_keys() {
        Ok(()) => writeln!(report, "Keys may be held here."),
        Err(error) => writeln!(report, "No keys: {error}."),
    };
    report
}

/// For scripts: one object; `kind` is that of the refusal, or null.
pub fn json(air: &Air) -> serde_json::Value {
    let link = |link: &crate::air::Link| serde_json::json!({ "name": link.name, "kind": link.kind.name() });
    let refusal = air.may_hold_keys().err();
    serde_json::json!({
        "version": 1,
        "keys": refusal.is_none(),
        "kind": refusal.as_ref().map(|error| error.kind().as_str()),
        "why": refusal.as_ref().map(ToString::to_string),
        "walls": air.walls.iter().map(|wall| serde_json::json!({
            "promise": wall.promise.name(),
            "state": wall.state.name(),
            "why": wall.state.why(),
        })).collect::<Vec<_>>(),
        "links": air.links.iter().map(link).collect::<Vec<_>>(),
        "radios": air.radios.iter().map(link).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::air::{Link, LinkKind, Promise, Wall};

    #[test]
    fn both_forms_say_the_same() {
        let mut air = Air::sealed();
        assert!(text(&air).contains("Keys may be held"));
        assert_eq!(json(&air)["keys"], true);

        air.links = vec![Link { name: "eth0".to_owned(), kind: LinkKind::Wired }];
        air.walls[1] =
            Wall { promise: Promise::NoFiles, state: State::Weaker("files can be cut short".to_owned()) };
        let said = text(&air);
        assert!(said.contains("LINK UP  eth0") && said.contains("WEAKER   No file"), "{said}");
        let told = json(&air);
        assert_eq!((&told["keys"], &told["kind"]), (&false.into(), &"air-link".into()));
        assert_eq!(told["walls"][1]["state"], "weaker");
        assert_eq!(told["links"][0]["name"], "eth0");
    }
}
