//! The bars of a run in the order of its question, cut to its span.

use super::data::{File, Files};
use super::error::{Error, wrong};
use domain::{Dataset, DatasetError, RunSpec, Series, Source, Span};

/// The bars a spec asks for, in the order of its symbols: those of the files when there are any, else the sample's.
pub fn dataset_of(files: Option<Files>, spec: &RunSpec) -> Result<Dataset, Error> {
    let market = &spec.market;
    let mut files = match (files, market.source) {
        (Some(files), _) => files.into_files(),
        (None, Source::Sample) => return Ok(Dataset::sample(market)?),
        (None, Source::Given(_)) => Vec::new(),
    };
    let mut series = Vec::new();
    for symbol in market.symbols.iter().chain(&market.watched) {
        let place = files.iter().position(|one| one.symbol() == *symbol);
        let place = place.ok_or(Error::Missing { symbol: *symbol })?;
        series.push(cut(files.remove(place), market.span)?);
    }
    match files.first() {
        Some(more) => {
            let pair = format!("{}={}", more.symbol(), more.path);
            Err(wrong("data", &pair, "a symbol of the question, named once"))
        }
        None => Ok(Dataset::new(series)),
    }
}

fn cut(file: File, span: Option<Span>) -> Result<Series, DatasetError> {
    let series = match span {
        None => file.series,
        Some(asked) => {
            let rows = file.series.bars().rows_in(asked);
            if rows.is_empty() {
                return Err(DatasetError::EmptySpan {
                    symbol: file.symbol(),
                    asked,
                    there: file.series.bars().span().unwrap_or(asked),
                });
            }
            let bars = file.series.bars().slice(rows);
            Series::new(file.series.instrument().clone(), bars)
        }
    };
    let Some(inside) = file.inside else {
        return Ok(series);
    };
    let rows = span.map(|span| inside.bars().rows_in(span));
    let inside = match rows {
        Some(rows) => inside.bars().slice(rows),
        None => inside.bars().clone(),
    };
    Ok(series.replayed_by(inside))
}
