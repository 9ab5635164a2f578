//! Whole files on a disk that may write short, lie, or refuse.

use crate::error::Error;
use crate::vfs::{Vfs, VfsError};

/// Bytes read back at a time.
const CHUNK: usize = 1 << 20;
/// Largest file that is read whole.
const LARGEST: u64 = 512 << 20;

/// Puts the file's name to a refusal.
pub(super) fn at<T>(file: &str, answer: Result<T, VfsError>) -> Result<T, Error> {
    answer.map_err(|cause| Error::Disk {
        file: file.to_owned(),
        cause,
    })
}

/// A file, or `None` when there is none.
pub(super) async fn read(vfs: &impl Vfs, file: &str) -> Result<Option<Vec<u8>>, Error> {
    let size = match vfs.size(file).await {
        Err(VfsError::Gone) => return Ok(None),
        size => at(file, size)?,
    };
    most(vfs, file, size, size).await
}

/// A file that should have so many bytes, and one byte more when it has more: asking for its length first takes a browser about as
/// long as reading it.
pub(super) async fn read_of(
    vfs: &impl Vfs,
    file: &str,
    size: u64,
) -> Result<Option<Vec<u8>>, Error> {
    most(vfs, file, size.saturating_add(1), size).await
}

/// What a file has, at most `size` bytes; after `enough` no more are asked for.
async fn most(
    vfs: &impl Vfs,
    file: &str,
    size: u64,
    enough: u64,
) -> Result<Option<Vec<u8>>, Error> {
    if size > LARGEST {
        let why = format!("{size} bytes are more than the {LARGEST} of any file here");
        return at(file, Err(VfsError::Io(why)));
    }
    let mut bytes = vec![0; size as usize];
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match vfs.read(file, done as u64, rest).await {
            Err(VfsError::Gone) => return Ok(None),
            answer => match at(file, answer)? {
                0 => break,
                count => done += count,
            },
        }
        if done as u64 >= enough {
            break;
        }
    }
    bytes.truncate(done);
    Ok(Some(bytes))
}

/// Makes a file of these bytes: length checked, flushed, opened again and compared. Only `Ok` means that it is there.
pub(super) async fn write(vfs: &impl Vfs, file: &str, bytes: &[u8]) -> Result<(), Error> {
    at(file, vfs.create(file).await)?;
    let mut done = 0;
    while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
        let count = at(file, vfs.write(file, done as u64, rest).await)?;
        if count == 0 || count > rest.len() {
            return not_kept(
                file,
                format!("a write took {count} of {} bytes", rest.len()),
            );
        }
        done += count;
    }
    at(file, vfs.flush(file).await)?;
    if is(vfs, file, bytes).await? {
        return Ok(());
    }
    match at(file, vfs.size(file).await)? {
        size if size == bytes.len() as u64 => not_kept(file, "its bytes differ".to_owned()),
        size => not_kept(file, format!("it has {size} of {} bytes", bytes.len())),
    }
}

/// Does the file hold exactly these bytes? A file that isn't there doesn't.
pub(super) async fn is(vfs: &impl Vfs, file: &str, bytes: &[u8]) -> Result<bool, Error> {
    let mut buffer = vec![0; CHUNK.min(bytes.len() + 1)];
    let mut rest = bytes;
    loop {
        let from = (bytes.len() - rest.len()) as u64;
        // One more than there should be shows a file that is too long.
        let wanted = buffer.len().min(rest.len() + 1);
        let into = buffer.get_mut(..wanted).unwrap_or_default();
        let count = match vfs.read(file, from, into).await {
            Err(VfsError::Gone) => return Ok(false),
            answer => at(file, answer)?,
        };
        let (there, should) = (buffer.get(..count), rest.get(..count));
        if there.is_none() || there != should {
            return Ok(false);
        }
        rest = rest.get(count..).unwrap_or_default();
        if count == 0 || rest.is_empty() && count < wanted {
            return Ok(rest.is_empty());
        }
    }
}

fn not_kept<T>(file: &str, why: String) -> Result<T, Error> {
    Err(Error::NotKept {
        file: file.to_owned(),
        why,
    })
}
