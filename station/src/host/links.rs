//! Ways out of the machine, read from sysfs: interfaces that are up, radios that are not blocked.
//!
//! The flag `IFF_UP` is what counts, and not the cable: the kernel sends and receives on an interface that is up as soon as
//! somebody plugs one in. A Bluetooth radio that rfkill does not block is a link, because no interface says whether it talks;
//! a Wi-Fi or mobile radio is one through its interface, and without one it is advice. Only a look: what it means is judged
//! by `crate::air`.

use crate::air::{Link, LinkKind};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// What is up now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// Live links.
    pub links: Vec<Link>,
    /// Radios that are switched on and have no live interface.
    pub radios: Vec<Link>,
}

/// Why nobody can tell.
#[derive(Debug, thiserror::Error)]
pub enum LinksError {
    /// No list of interfaces.
    #[error("the list of network interfaces cannot be read ({0}); mount /sys")]
    Unreadable(#[from] io::Error),
    /// Another system.
    #[error("on this system links are not watched; switch Wi-Fi and Bluetooth off and pull the cable")]
    Unsupported,
}

/// Looks at this machine.
///
/// # Errors
/// [`LinksError`].
pub fn look() -> Result<Links, LinksError> {
    if cfg!(target_os = "linux") { look_below(Path::new("/sys")) } else { Err(LinksError::Unsupported) }
}

/// The same, with sysfs mounted elsewhere.
///
/// # Errors
/// [`LinksError::Unreadable`].
pub fn look_below(sys: &Path) -> Result<Links, LinksError> {
    let mut links = Vec::new();
    for entry in std::fs::read_dir(sys.join("class/net"))? {
        let folder = entry?.path();
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_up(&folder) {
            links.push(Link { name, kind: interface_kind(&folder) });
        }
    }
    let mut radios = Vec::new();
    // Without rfkill there is no such folder and no radio to tell of.
    for entry in std::fs::read_dir(sys.join("class/rfkill")).into_iter().flatten().flatten() {
        let Some(radio) = live_radio(&entry.path()) else { continue };
        if radio.kind == LinkKind::Bluetooth {
            links.push(radio);
        } else if !links.iter().any(|link| link.kind == radio.kind) {
            radios.push(radio);
        }
    }
    Ok(Links { links, radios })
}

const IFF_UP: u32 = 1;
const IFF_LOOPBACK: u32 = 8;

/// Whether an interface can carry anything out. One that vanished meanwhile cannot; one that does not say may.
fn is_up(folder: &Path) -> bool {
    let Some(text) = read(&folder.join("flags")) else { return folder.join("flags").exists() };
    match text.strip_prefix("0x").map(|hex| u32::from_str_radix(hex, 16)) {
        Some(Ok(flags)) => flags & IFF_UP != 0 && flags & IFF_LOOPBACK == 0,
        _ => true,
    }
}

fn interface_kind(folder: &Path) -> LinkKind {
    let told = read(&folder.join("uevent")).unwrap_or_default();
    let has = |name: &str| folder.join(name).exists();
    match told.lines().find_map(|line| line.strip_prefix("DEVTYPE=")) {
        Some("wwan") => LinkKind::Mobile,
        Some("bluetooth") => LinkKind::Bluetooth,
        Some("wlan") => LinkKind::Wifi,
        _ if has("wireless") || has("phy80211") => LinkKind::Wifi,
        _ => LinkKind::Wired,
    }
}

/// A radio that neither a switch nor the system blocks; a state that cannot be read counts as switched on.
fn live_radio(folder: &Path) -> Option<Link> {
    let kind = match read(&folder.join("type"))?.as_str() {
        "bluetooth" => LinkKind::Bluetooth,
        "wlan" => LinkKind::Wifi,
        "wwan" => LinkKind::Mobile,
        _ => return None, // GPS, FM, NFC and what else listens
    };
    let blocked = |switch: &str| read(&folder.join(switch)).is_some_and(|state| state == "1");
    if blocked("soft") || blocked("hard") {
        return None;
    }
    let called = || folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = read(&folder.join("name")).filter(|name| !name.is_empty()).or_else(called)?;
    Some(Link { name, kind })
}

/// A file of sysfs, without its line end; a page is the most that one holds.
fn read(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(4_096).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A machine's `/sys`, in a folder.
    struct Machine(TempDir);

    impl Machine {
        fn new() -> Self {
            let machine = Self(tempfile::tempdir().unwrap());
            machine.write("class/net/lo/flags", "0x9\n");
            machine
        }

        fn write(&self, path: &str, text: &str) -> &Self {
            let path = self.0.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
            self
        }

        fn radio(&self, number: u8, kind: &str, name: &str, soft: &str, hard: &str) -> &Self {
            for (file, text) in [("type", kind), ("name", name), ("soft", soft), ("hard", hard)] {
                self.write(&format!("class/rfkill/rfkill{number}/{file}"), &format!("{text}\n"));
            }
            self
        }

        fn look(&self) -> Links {
            let mut seen = look_below(self.0.path()).unwrap();
            seen.links.sort();
            seen.radios.sort();
            seen
        }
    }

    fn link(name: &str, kind: LinkKind) -> Link {
        Link { name: name.to_owned(), kind }
    }

    #[test]
    fn a_machine_with_its_loopback_alone_is_quiet() {
        assert_eq!(Machine::new().look(), Links::default());
    }

    #[test]
    fn an_interface_is_a_link_while_it_is_up() {
        let machine = Machine::new();
        machine.write("class/net/eth0/flags", "0x1003\n");
        assert_eq!(machine.look().links, [link("eth0", LinkKind::Wired)]);
        machine.write("class/net/eth0/flags", "0x1002\n");
        assert_eq!(machine.look().links, []);
    }

    #[test]
    fn flags_that_make_no_sense_count_as_up() {
        for odd in ["", "1003", "0xzz"] {
            let machine = Machine::new();
            machine.write("class/net/eth0/flags", odd);
            assert_eq!(machine.look().links, [link("eth0", LinkKind::Wired)], "{odd:?}");
        }
    }

    #[test]
    fn the_sort_of_an_interface_comes_from_its_folder() {
        let machine = Machine::new();
        machine.write("class/net/wlan0/flags", "0x1003").write("class/net/wlan0/phy80211/name", "phy0");
        machine
            .write("class/net/wwan0/flags", "0x1003")
            .write("class/net/wwan0/uevent", "A=b\nDEVTYPE=wwan\n");
        assert_eq!(machine.look().links, [link("wlan0", LinkKind::Wifi), link("wwan0", LinkKind::Mobile)]);
    }

    #[test]
    fn bluetooth_is_a_link_until_it_is_blocked() {
        for (soft, hard, live) in [("0", "0", true), ("1", "0", false), ("0", "1", false)] {
            let machine = Machine::new();
            machine.radio(0, "bluetooth", "hci0", soft, hard);
            assert_eq!(machine.look().links == [link("hci0", LinkKind::Bluetooth)], live, "{soft} {hard}");
        }
    }

    #[test]
    fn a_radio_without_a_live_interface_is_advice() {
        let machine = Machine::new();
        machine.radio(0, "wlan", "phy0", "0", "0").radio(1, "gps", "gps0", "0", "0");
        assert_eq!(machine.look(), Links { links: vec![], radios: vec![link("phy0", LinkKind::Wifi)] });
        machine.write("class/net/wlan0/flags", "0x1003").write("class/net/wlan0/wireless/x", "");
        assert_eq!(machine.look(), Links { links: vec![link("wlan0", LinkKind::Wifi)], radios: vec![] });
    }

    #[test]
    fn a_machine_without_a_list_is_not_called_quiet() {
        let empty = tempfile::tempdir().unwrap();
        assert!(matches!(look_below(empty.path()), Err(LinksError::Unreadable(_))));
    }
}
