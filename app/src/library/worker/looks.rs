//! Series that are looked at: windows of their rows and of their candles.

use super::super::columns::{floats, to_buffers};
use super::super::detail::Pyramid;
use super::super::protocol::{Answer, CandlesHead, Kind, RowsHead, SeriesKey, Trouble};
use super::Answered;
use super::disk::Disk;
use super::words::{id_of, of_store};
use domain::{Calendar, Digest, Span};
use js_sys::BigInt64Array;
use std::rc::Rc;
use store::{GapPolicy, Library};
use wasm_bindgen::prelude::*;

/// Bars kept for the next look, at most.
const MOST: usize = 6_000_000;

/// What tells one content of a series from another: stored bars, and what is made up between them.
type Content = (Digest, GapPolicy, Calendar);

/// What has been looked at last, the newest first.
#[derive(Default)]
pub struct Looks {
    kept: Vec<(SeriesKey, Content, Rc<Pyramid>)>,
}

impl Looks {
    /// A window of the table.
    pub async fn rows(
        &mut self,
        library: &Library<Disk>,
        key: SeriesKey,
        (from, count): (u64, u32),
    ) -> Answered {
        let (pyramid, damaged) = self.at(library, key).await?;
        let bars = pyramid.bars();
        let first = usize::try_from(from).unwrap_or(usize::MAX).min(bars.len());
        let part = bars.slice(first..first.saturating_add(count as usize));
        let head = RowsHead {
            from: first as u64,
            count: part.len() as u32,
            of: bars.len() as u64,
            damaged,
        };
        let buffers = to_buffers(&part).map(JsValue::from);
        Ok((Answer::Rows(head), buffers.into()))
    }

    /// A window of the chart.
    pub async fn candles(
        &mut self,
        library: &Library<Disk>,
        key: SeriesKey,
        (span, most): (Option<Span>, u32),
    ) -> Answered {
        let (pyramid, damaged) = self.at(library, key).await?;
        let window = pyramid.window(span, most as usize);
        let whole = pyramid.bars().span();
        let head = CandlesHead {
            count: window.candles.len() as u32,
            per_candle: window.per_candle as u32,
            rows: (window.rows.start as u64, window.rows.end as u64),
            of: pyramid.bars().len() as u64,
            span: whole.ok_or(Kind::Empty(key))?,
            damaged,
        };
        let candles = &window.candles;
        let time = BigInt64Array::from(candles.time.as_slice()).buffer();
        let prices = [
            &candles.open,
            &candles.high,
            &candles.low,
            &candles.close,
            &candles.volume,
        ];
        let mut buffers = vec![JsValue::from(time)];
        buffers.extend(prices.map(|column| JsValue::from(floats(column))));
        Ok((Answer::Candles(head), buffers))
    }

    /// The series with its levels of detail: made once, then every window is a matter of a moment. Beside it how many of its files
    /// are damaged: what is left is shown, and looked for again next time, since the list stays as it is when they are mended.
    async fn at(
        &mut self,
        library: &Library<Disk>,
        key: SeriesKey,
    ) -> Result<(Rc<Pyramid>, u32), Trouble> {
        let id = id_of(key);
        let entry = library.entry(id);
        let entry = entry.ok_or_else(|| of_store(&store::Error::Unknown(id)))?;
        let content = (entry.hash, entry.gap_policy, entry.calendar);
        let known = |(known, held, _): &&(SeriesKey, Content, _)| (*known, *held) == (key, content);
        if let Some((.., pyramid)) = self.kept.iter().find(known) {
            return Ok((Rc::clone(pyramid), 0));
        }
        self.kept.retain(|(known, ..)| *known != key);
        let rest = library.load_rest(id, None).await;
        let mut rest = rest.map_err(|error| of_store(&error))?;
        if rest.bars.is_empty()
            && let Some(damage) = rest.damaged.pop()
        {
            return Err(of_store(&store::Error::Damaged(damage)));
        }
        let pyramid = Rc::new(Pyramid::of(rest.bars));
        if !rest.damaged.is_empty() {
            return Ok((pyramid, rest.damaged.len() as u32));
        }
        let mut bars = pyramid.bars().len();
        // The newest first; what doesn't fit goes.
        self.kept.retain(|(.., kept)| {
            bars += kept.bars().len();
            bars <= MOST
        });
        self.kept.insert(0, (key, content, Rc::clone(&pyramid)));
        Ok((pyramid, 0))
    }
}
