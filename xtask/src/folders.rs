//! Where things lie: the repository, build output, and tools kept across clones.

use crate::failure::Failure;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The repository's root.
pub fn root() -> PathBuf {
    // Cargo sets it at run time too, which stays right when a clone is moved.
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_owned)
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(given) => env::current_dir().unwrap_or_default().join(given),
        None => root().join("target"),
    }
}

/// A folder of ours under the target folder.
pub fn work(name: &str) -> PathBuf {
    target().join("xtask").join(name)
}

/// Tools that several clones share.
pub fn cache() -> Result<PathBuf, Failure> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(given) = set("BACKCAST_CACHE") {
        return Ok(PathBuf::from(given));
    }
    if let Some(xdg) = set("XDG_CACHE_HOME") {
        return Ok(PathBuf::from(xdg).join("backcast"));
    }
    env::home_dir()
        .map(|home| home.join(".cache").join("backcast"))
        .ok_or_else(|| {
            Failure::told(
                "There is no home folder to keep tools in.",
                "Set BACKCAST_CACHE to a folder that may be written.",
            )
        })
}

pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::io("read", path, &error))
}

pub fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        create(folder)?;
    }
    fs::write(path, bytes).map_err(|error| Failure::io("write", path, &error))
}

pub fn create(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, &error))
}

/// Removes a folder; one that is not there is fine.
pub fn clear(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::io("remove", folder, &error))
        }
        _ => Ok(()),
    }
}

/// Puts a finished folder in the place of an older one, so that nobody ever sees half of it.
pub fn swap_in(finished: &Path, place: &Path) -> Result<(), Failure> {
    let old = place.with_extension("old");
    clear(&old)?;
    if place.exists() {
        fs::rename(place, &old).map_err(|error| Failure::io("move away", place, &error))?;
    }
    fs::rename(finished, place).map_err(|error| Failure::io("move into place", place, &error))?;
    clear(&old)
}

/// Every file below a folder, sorted, as paths relative to it.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        let entries = fs::read_dir(&here).map_err(|error| Failure::io("list", &here, &error))?;
        for entry in entries {
            let path = entry
                .map_err(|error| Failure::io("list", &here, &error))?
                .path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                found.push(relative.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{read_text, swap_in, work, write};

    #[test]
    fn a_swap_replaces_the_whole_folder() {
        let base = work("test-swap");
        let (new, place) = (base.join("site.new"), base.join("site"));
        write(&place.join("stale.txt"), "old").unwrap();
        write(&new.join("fresh.txt"), "new").unwrap();
        swap_in(&new, &place).unwrap();
        assert_eq!(read_text(&place.join("fresh.txt")).unwrap(), "new");
        assert!(!place.join("stale.txt").exists());
        assert!(!base.join("site.old").exists());
    }
}
