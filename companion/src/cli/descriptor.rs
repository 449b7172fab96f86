//! ERC-7730 descriptors from files, with the files that they include, each by its path from the one that includes it.
//!
//! May not enter: addresses of the web; what is included is a file that is here or it is missing.

use std::path::{Path, PathBuf};

use shared::{
    descriptor::{Descriptor, DescriptorError, Includes, flat, included},
    limits::EXTRAS_MAX,
};

use super::exit::CliError;
use crate::frames::read::file;

/// So many files may include each other in a row.
const INCLUDES_MAX: usize = 8;

/// The descriptors of some files, not more than go with one request.
pub(super) fn load_all(paths: &[PathBuf]) -> Result<Vec<(Vec<u8>, Descriptor)>, CliError> {
    if paths.len() > EXTRAS_MAX {
        let count = paths.len();
        let message =
            format!("{count} descriptors are given, at most {EXTRAS_MAX} go with a request; leave some out");
        return Err(CliError::usage(message));
    }
    paths.iter().map(|path| load(path)).collect()
}

/// A descriptor: the bytes that cross the gap, which include nothing, and what they say.
fn load(path: &Path) -> Result<(Vec<u8>, Descriptor), CliError> {
    let at = |error: DescriptorError| CliError::from(error).at(path.display());
    let first = file(path)?;
    let (mut includes, mut next) = (Includes::new(), included(&first).map_err(at)?);
    let mut around = path.to_owned();
    while let Some(written) = next {
        let name = written.rsplit('/').next().unwrap_or(&written).to_owned();
        if includes.len() >= INCLUDES_MAX || includes.contains_key(&name) {
            break; // reading says that they include each other without end
        }
        let is_relative = !written.contains("://") && Path::new(&written).is_relative();
        around = if is_relative { around.with_file_name(&written) } else { PathBuf::from(&written) };
        if !is_relative || !around.is_file() {
            return Err(at(DescriptorError::Include { name: around.display().to_string() }));
        }
        let bytes = file(&around)?;
        next = included(&bytes).map_err(at)?;
        includes.insert(name, bytes);
    }
    let bytes = flat(&first, &includes).map_err(at)?;
    let descriptor = Descriptor::read(&bytes, &Includes::new()).map_err(at)?;
    Ok((bytes, descriptor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const COMMON: &str = r#"{"display":{"formats":{"pause()":{"intent":"Stop","fields":[]}}}}"#;
    const ONE: &str = r#"{"includes":"common-one.json","context":{"contract":{}}}"#;

    #[test]
    fn a_descriptor_crosses_with_what_it_includes_or_names_the_file_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calldata-one.json");
        fs::write(&path, ONE).unwrap();
        let missing = load(&path).unwrap_err();
        assert!(missing.to_string().contains("common-one.json"), "{missing}");
        assert_eq!(missing.kind().as_str(), "descriptor");
        fs::write(folder.path().join("common-one.json"), COMMON).unwrap();
        let (bytes, descriptor) = load(&path).unwrap();
        assert_eq!(descriptor.formats().collect::<Vec<_>>(), ["pause()"]);
        assert_eq!(Descriptor::read(&bytes, &Includes::new()), Ok(descriptor));
        fs::write(folder.path().join("common-one.json"), ONE).unwrap();
        assert!(load(&path).is_err(), "files that include each other");
        fs::write(&path, "{").unwrap();
        assert!(load(&path).unwrap_err().to_string().contains("calldata-one.json"), "the file is named");
        assert!(load_all(&vec![path; EXTRAS_MAX + 1]).is_err(), "more than go with a request");
    }

    #[test]
    fn what_is_included_is_found_from_the_file_that_includes_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["registry/one", "ercs/parts"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let path = folder.path().join("registry/one/calldata-one.json");
        fs::write(&path, ONE.replace("common-one", "../../ercs/calldata-many")).unwrap();
        let many = r#"{"includes":"./parts/common.json","metadata":{"owner":"Many"}}"#;
        fs::write(folder.path().join("ercs/calldata-many.json"), many).unwrap();
        let missing = load(&path).unwrap_err().to_string();
        let tried = folder.path().join("registry/one/../../ercs/./parts/common.json");
        assert!(missing.contains(&tried.display().to_string()), "{missing}");
        fs::write(folder.path().join("ercs/parts/common.json"), COMMON).unwrap();
        let (_, descriptor) = load(&path).unwrap();
        assert_eq!((descriptor.formats().count(), descriptor.owner()), (1, Some("Many")));
        let whole = folder.path().join("ercs/parts/common.json");
        for elsewhere in ["https://example.org/common.json", &whole.display().to_string()] {
            fs::write(&path, ONE.replace("common-one.json", elsewhere)).unwrap();
            assert!(load(&path).unwrap_err().to_string().contains(elsewhere), "{elsewhere}");
        }
    }
}
