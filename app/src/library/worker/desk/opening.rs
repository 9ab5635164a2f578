//! The desk's disk: opened, tidied up, and told about; and the downloads that are written down beside the library.

use super::super::super::protocol::{Event, Flaw, Keeping, Kind, StorageState, Trouble};
use super::super::super::queue::Note;
use super::super::disk::{Disk, Files, estimate, persisted};
use super::super::now;
use super::Desk;
use store::{Library, Memory, VfsError};

/// The folder of the library.
const FOLDER: &str = "backcast-library";
/// The folder of what the desk writes down for itself.
const SHELF: &str = "backcast-desk";
/// Downloads that are not done.
const NOTES: &str = "downloads";

impl Desk {
    /// Opens the disk, or says why not; what can't be kept on it is kept in memory, and that is said.
    pub async fn open(&mut self) {
        let disk = match Files::open(FOLDER).await {
            Ok(files) => Disk::Files(files),
            Err(VfsError::Locked) => {
                self.keeping = Keeping::Locked;
                return self.tell_storage().await;
            }
            Err(why) => self.in_memory(&why),
        };
        let on_disk = matches!(disk, Disk::Files(_));
        match Library::open(disk).await {
            Ok((library, opened)) => {
                if on_disk {
                    self.keeping = Keeping::Disk;
                    self.shelf = Files::open(SHELF).await.ok();
                }
                let damaged = opened.damaged.iter();
                self.damage = damaged
                    .map(|damage| Flaw::File {
                        file: damage.file.clone(),
                        why: damage.why.clone(),
                    })
                    .collect();
                if opened.rebuilt {
                    self.damage.push(Flaw::Rebuilt);
                }
                // They are opened meanwhile, and there when somebody asks for bars.
                library.names_soon().await;
                self.library = Some(library);
            }
            Err(store::Error::Disk {
                cause: VfsError::Locked,
                ..
            }) => self.keeping = Keeping::Locked,
            Err(error) => self.keeping = Keeping::Broken(error.to_string()),
        }
        self.restore().await;
        self.untidy = true;
        if !self.damage.is_empty() {
            self.tidy().await;
        }
    }

    /// What opening leaves for later, when somebody has the first answer: names read, the disk tidied up, and everybody told.
    pub async fn tidy(&mut self) {
        if !std::mem::take(&mut self.untidy) {
            return;
        }
        if let Some(library) = &mut self.library {
            // What can't be tidied up today can be tomorrow: nothing refers to it.
            let _ = library.settle(now()).await;
            self.supply.learn_names(library).await;
        }
        self.tell_storage().await;
    }

    fn in_memory(&mut self, why: &VfsError) -> Disk {
        self.keeping = Keeping::Memory(why.to_string());
        Disk::Memory(Memory::new())
    }

    pub(super) fn closed(&self) -> Trouble {
        match &self.keeping {
            Keeping::Locked => Kind::Locked.into(),
            Keeping::Broken(why) => Trouble::new(Kind::Broken, why),
            _ => Kind::Storage.into(),
        }
    }

    pub(super) async fn state(&self) -> StorageState {
        let (used, quota) = estimate().await.unwrap_or_default();
        StorageState {
            keeping: self.keeping.clone(),
            role: self.role,
            persisted: persisted().await,
            used,
            quota,
            generation: self.library.as_ref().map_or(0, Library::generation),
            damage: self.damage.clone(),
        }
    }

    async fn tell_storage(&mut self) {
        let state = self.state().await;
        self.events.push(Event::Storage(state));
    }

    async fn restore(&mut self) {
        let (Some(shelf), Some(library)) = (&self.shelf, &mut self.library) else {
            return;
        };
        let Some(bytes) = shelf.get(NOTES).await else {
            return;
        };
        // A note that was torn is a download to start again, nothing more.
        if let Ok(notes) = postcard::from_bytes::<Vec<Note>>(&bytes) {
            self.downloads.restore(notes, library).await;
        }
    }

    pub(super) async fn write_down(&mut self) {
        let Some(notes) = self.downloads.take_notes() else {
            return;
        };
        if let (Some(shelf), Ok(bytes)) = (&self.shelf, postcard::to_allocvec(&notes)) {
            // Without it a reload forgets the download, not the bars.
            let _ = shelf.put(NOTES, &bytes).await;
        }
    }
}
