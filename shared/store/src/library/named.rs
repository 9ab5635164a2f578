//! Names that are kept beside the segments: read when they are whole, written when there are new ones, and never missed.

use super::{Library, files};
use crate::error::Error;
use crate::names::{FILE, LONGEST, Names, Recipe};
use crate::series::SeriesId;
use crate::vfs::Vfs;
use domain::{Span, Timeframe};

impl<V: Vfs> Library<V> {
    /// What bars of a series are made of and how, when they are read with its gap policy, made as long as `timeframe` and cut
    /// to the span. Reads no file: what reading finds to be other than the list says is damage, and has no name.
    pub fn recipe(
        &self,
        id: SeriesId,
        timeframe: Timeframe,
        span: Option<Span>,
    ) -> Result<Recipe, Error> {
        let record = self.record(id)?;
        let segments = self.touching(record, span);
        Ok(Recipe::new(&record.entry, segments, timeframe, span))
    }

    /// The names that were kept. A file that is torn, damaged, of another program or not to be had holds none.
    pub async fn names(&self) -> Names {
        let read = files::read_of(&self.vfs, FILE, LONGEST as u64).await;
        let bytes = read.ok().flatten();
        bytes
            .and_then(|bytes| Names::decode(&bytes))
            .unwrap_or_default()
    }

    /// Keeps names, in place of those that were kept. A crash meanwhile leaves these, those or none.
    pub async fn keep_names(&self, names: &Names) -> Result<(), Error> {
        let bytes = names.encode();
        self.check_room(bytes.len() as u64).await?;
        files::write(&self.vfs, FILE, &bytes).await
    }

    /// Says that names are read next.
    pub async fn names_soon(&self) {
        self.vfs.soon(&[FILE]).await;
    }
}
