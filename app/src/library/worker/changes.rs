//! Series that come in from files or are made of others, and the library as a whole on its way out and in.

use super::super::protocol::{Answer, Kind, SeriesKey, Taken, Trouble};
use super::disk::Disk;
use super::files::{self, Blob};
use super::handed::Handed;
use super::opfs::get;
use super::words::{id_of, key_of, of_import, of_store};
use super::{Answered, now, repair};
use domain::Timeframe;
use js_sys::ArrayBuffer;
use store::{Conflict, Library, Origin, Write};
use wasm_bindgen::prelude::*;

/// Keeps what an import gave, and says what became of it.
pub async fn keep(
    library: &mut Library<Disk>,
    taken: &Taken,
    parts: &[JsValue],
) -> Result<Answer, Trouble> {
    let buffers: Vec<ArrayBuffer> = parts
        .iter()
        .filter_map(|part| part.dyn_ref::<ArrayBuffer>().cloned())
        .collect();
    let bars = Handed::new(taken.key.timeframe, &buffers)
        .map_err(|why| Trouble::new(Kind::Misfit(taken.key), why))?;
    let how = Write {
        duplicates: taken.duplicates,
        calendar: taken.calendar,
        ..Write::file(now(), &taken.source)
    };
    let id = id_of(taken.key);
    let kept = if taken.replace {
        library.replace(id, &bars, how).await
    } else {
        repair::keep(library, taken.key, &bars, how).await
    };
    let kept = kept.map_err(|error| of_store(&error))?;
    Ok(Answer::Kept(taken.key, kept.added + kept.differed))
}

/// Makes a series of longer bars.
pub async fn resample(
    library: &mut Library<Disk>,
    key: SeriesKey,
    to: Timeframe,
) -> Result<Answer, Trouble> {
    let calendar = library.entry(id_of(key)).map(|entry| entry.calendar);
    let loaded = library.load(id_of(key), None).await;
    let bars = loaded.map_err(|error| of_store(&error))?.bars;
    let longer = bars
        .resample(to)
        .map_err(|error| Trouble::new(Kind::NotLonger(key, to), error.to_string()))?;
    let made = SeriesKey {
        timeframe: to,
        ..key
    };
    let how = Write {
        source: Origin::Resampled(key.timeframe),
        calendar,
        conflict: Conflict::TakeIncoming,
        ..Write::download(now())
    };
    let kept = repair::keep(library, made, &longer, how).await;
    let kept = kept.map_err(|error| of_store(&error))?;
    Ok(Answer::Kept(made, kept.added + kept.differed))
}

/// The whole library as one file.
pub async fn export_all(library: &mut Library<Disk>) -> Answered {
    let mut blob = Blob::default();
    let written = library.export(&mut blob).await;
    written.map_err(|error| of_store(&error))?;
    let noted = library.exported(now()).await;
    noted.map_err(|error| of_store(&error))?;
    let blob = blob.done("application/zip")?;
    Ok((files::whole_library(now()), vec![blob]))
}

/// Takes in such a file; the series that changed.
pub async fn import_all(
    library: &mut Library<Disk>,
    parts: &[JsValue],
) -> Result<Vec<SeriesKey>, Trouble> {
    let part = parts.first().ok_or(Kind::FileGone)?;
    let name = get(part, "name").as_string().unwrap_or_default();
    let archive = files::BlobArchive(part.clone());
    let imported = library.import(archive, now(), Conflict::Refuse).await;
    let imported = imported.map_err(|error| of_import(&name, &error))?;
    let changed = imported.new.iter().chain(&imported.grown);
    Ok(changed.map(|id| key_of(*id)).collect())
}
