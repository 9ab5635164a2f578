//! Files on their way out and back in: blobs, which the browser keeps outside of our memory.

use super::super::protocol::{Answer, ExportAs, Kind, SeriesKey, Trouble};
use super::Answered;
use super::opfs::{call, get, options, promised};
use super::words::{id_of, of_store};
use domain::{Bars, Calendar, Ts};
use js_sys::{Array, Function, Reflect, Uint8Array};
use store::{Archive, Sink};
use wasm_bindgen::prelude::*;

/// A blob that grows.
#[derive(Default)]
pub struct Blob(Array);

impl Blob {
    /// The whole of it.
    pub fn done(self, mime: &str) -> Result<JsValue, Trouble> {
        blob(&self.0, mime)
    }
}

impl Sink for Blob {
    async fn put(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.0.push(&Uint8Array::from(bytes));
        Ok(())
    }
}

/// A blob that is read in parts.
pub struct BlobArchive(pub JsValue);

impl Archive for BlobArchive {
    fn size(&self) -> u64 {
        get(&self.0, "size").as_f64().unwrap_or_default() as u64
    }

    async fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, String> {
        let gone = |_| "the file can't be read any more: choose it again".to_owned();
        let end = at.saturating_add(into.len() as u64).min(self.size());
        let ends = [JsValue::from(at as f64), JsValue::from(end as f64)];
        let part = call(&self.0, "slice", &ends).map_err(gone)?;
        let part = promised(&part, "arrayBuffer", &[]).await.map_err(gone)?;
        let part = Uint8Array::new(&part);
        let length = part.length() as usize;
        let place = into
            .get_mut(..length)
            .ok_or("more came than was asked for")?;
        part.copy_to(place);
        Ok(length)
    }
}

/// One series as a file.
pub fn export(key: SeriesKey, calendar: Option<Calendar>, kind: ExportAs, bars: &Bars) -> Answered {
    let (bytes, extension, mime) = match kind {
        ExportAs::Csv => (intake::export::csv(bars), "csv", "text/csv"),
        ExportAs::Json => {
            let bytes = intake::export::json(key.venue, Some(key.symbol), bars);
            (bytes, "json", "application/json")
        }
        ExportAs::Parquet => {
            let bytes = store::library::as_file(id_of(key), calendar, bars);
            let bytes = bytes.map_err(|error| of_store(&error))?;
            (bytes, "parquet", "application/vnd.apache.parquet")
        }
    };
    let name = format!(
        "{}_{}_{}.{extension}",
        key.venue.id(),
        key.symbol,
        key.timeframe
    );
    let whole = Array::of1(&Uint8Array::from(bytes.as_slice()));
    let answer = Answer::File {
        name,
        mime: mime.to_owned(),
    };
    Ok((answer, vec![blob(&whole, mime)?]))
}

/// What the whole library is called.
pub fn whole_library(now: Ts) -> Answer {
    let day = now.civil();
    Answer::File {
        name: format!(
            "backcast-library-{:04}-{:02}-{:02}.zip",
            day.year, day.month, day.day
        ),
        mime: "application/zip".to_owned(),
    }
}

fn blob(parts: &Array, mime: &str) -> Result<JsValue, Trouble> {
    let full = |_| Trouble::from(Kind::Full);
    let kind = Reflect::get(&js_sys::global(), &"Blob".into()).map_err(full)?;
    let kind: Function = kind.dyn_into().map_err(full)?;
    let arguments = Array::of2(parts, &options(&[("type", mime.into())]));
    Reflect::construct(&kind, &arguments).map_err(full)
}
