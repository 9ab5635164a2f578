//! Opening: the two slots are read and nothing else, unless both are lost.

use super::files;
use super::rebuild::scan;
use super::types::{Opened, SlotState};
use super::{Library, files::at};
use crate::SCHEMA;
use crate::error::{Damage, Error};
use crate::manifest::{SLOTS, Slot, State, decode};
use crate::period::SegmentName;
use crate::vfs::Vfs;
use std::collections::BTreeSet;

impl<V: Vfs> Library<V> {
    /// Opens what is on the disk by reading the two manifest slots; an empty disk is an empty library. Any other refusal of
    /// the disk is an error and never an empty list. Writes nothing: call [`Library::settle`] afterwards.
    pub async fn open(vfs: V) -> Result<(Library<V>, Opened), Error> {
        let mut opened = Opened::default();
        let mut kept = [None, None];
        let mut best: Option<(u64, usize, Box<State>)> = None;
        for (place, (file, keeps)) in SLOTS.into_iter().zip(&mut kept).enumerate() {
            let state = match files::read(&vfs, file).await? {
                None => {
                    *keeps = Some(BTreeSet::new());
                    SlotState::Absent
                }
                Some(bytes) => match decode(&bytes) {
                    Slot::TooNew(schema) => {
                        let (file, known) = (file.to_owned(), SCHEMA);
                        return Err(Error::TooNew {
                            file,
                            schema,
                            known,
                        });
                    }
                    Slot::Damaged(why) => {
                        let file = file.to_owned();
                        let id = None;
                        opened.damaged.push(Damage { file, id, why });
                        SlotState::Damaged
                    }
                    Slot::Whole(generation, state) => {
                        *keeps = Some(state.files());
                        if best.as_ref().is_none_or(|(other, ..)| *other < generation) {
                            best = Some((generation, place, state));
                        }
                        SlotState::Whole(generation)
                    }
                },
            };
            if let Some(slot) = opened.slots.get_mut(place) {
                *slot = state;
            }
        }
        let unsettled = !opened.damaged.is_empty();
        // The slot that isn't current is written next.
        let (generation, current, state) = match best {
            Some((generation, place, state)) => (generation, place, *state),
            None => {
                // No list, but segments: a disk that was used is never told as an empty library.
                let files = at("", vfs.list().await)?;
                let segments = |info: &crate::FileInfo| SegmentName::parse(&info.name).is_some();
                let state = if files.iter().any(segments) || unsettled {
                    opened.rebuilt = true;
                    let (state, damaged) = scan(&vfs, files, |_| None).await?;
                    opened.damaged.extend(damaged);
                    state
                } else {
                    State::default()
                };
                (0, 1, state)
            }
        };
        opened.generation = generation;
        let library = Library {
            vfs,
            generation,
            state,
            current,
            kept,
            stray: BTreeSet::new(),
            staged: Vec::new(),
            unsettled: unsettled || opened.rebuilt,
        };
        Ok((library, opened))
    }
}
