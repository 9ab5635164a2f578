//! Whole series named while nobody asks, so that the first question of the next worker needn't hash them.

use super::disk::Disk;
use super::supply::Supply;
use super::words::key_of;
use store::{Library, SeriesId};

/// The longest series that is read for its name alone: all of it is in memory at once. Longer ones are named by who asks for them.
const MOST_BARS: u64 = 2_000_000;
/// So many series at most, or their names would push each other out of the file.
const MOST_SERIES: usize = store::names::MOST / 2;
/// New names that are written down before there is nothing left to name.
const WRITE_AFTER: usize = 8;

/// How far it is.
#[derive(Default)]
pub struct Naming {
    /// The generation whose series were listed.
    listed: Option<u64>,
    /// Series that may lack a name.
    rest: Vec<SeriesId>,
}

impl Naming {
    /// Is there something to name or to write down?
    pub fn has_work(&self, library: &Library<Disk>, supply: &Supply) -> bool {
        self.listed != Some(library.generation()) || !self.rest.is_empty() || supply.new_names() > 0
    }

    /// Names one series, or writes down what was named; `false` when nothing is left.
    pub async fn step(&mut self, library: &Library<Disk>, supply: &mut Supply) -> bool {
        if self.listed.replace(library.generation()) != Some(library.generation()) {
            let short = library.series().filter(|entry| entry.bars <= MOST_BARS);
            self.rest = short.map(|entry| entry.id).take(MOST_SERIES).collect();
        }
        if supply.new_names() >= WRITE_AFTER {
            supply.write_names(library).await;
        }
        while let Some(id) = self.rest.pop() {
            // Bars that can't be read have no name, and whoever asks for them hears why.
            if supply.name(library, key_of(id)).await == Ok(true) {
                return true;
            }
        }
        supply.write_names(library).await;
        false
    }
}
