//! The bars a run reads: one checked series per symbol, cut to the span, with one digest over all.

use crate::bars::Bars;
use crate::digest::Digest;
use crate::instrument::{Instrument, Symbol};
use crate::sample;
use crate::spec::{MarketChoice, Source};
use crate::time::{Span, Timeframe};

/// One symbol's bars and trading rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    instrument: Instrument,
    bars: Bars,
    inside: Option<Bars>,
    digest: Digest,
}

impl Series {
    /// Takes the bars and names them: hashing takes longer than a run, so it is done once.
    pub fn new(instrument: Instrument, bars: Bars) -> Series {
        let digest = bars.digest();
        Series {
            instrument,
            bars,
            inside: None,
            digest,
        }
    }

    /// Takes bars whose digest somebody who has them too has made already.
    pub fn named(instrument: Instrument, bars: Bars, digest: Digest) -> Series {
        Series {
            instrument,
            bars,
            inside: None,
            digest,
        }
    }

    /// The same series with bars of a shorter timeframe that replay the inside of its own.
    pub fn replayed_by(self, inside: Bars) -> Series {
        let digest = inside.digest();
        self.replayed_by_named(inside, digest)
    }

    /// The same with bars whose digest is known.
    pub fn replayed_by_named(mut self, inside: Bars, digest: Digest) -> Series {
        let parts = [self.digest.0, digest.0].concat();
        self.digest = Digest::of(&parts);
        self.inside = Some(inside);
        self
    }

    /// Bars of a shorter timeframe, when there are some.
    pub fn inside(&self) -> Option<&Bars> {
        self.inside.as_ref()
    }

    /// The symbol's trading rules.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// The bars.
    pub fn bars(&self) -> &Bars {
        &self.bars
    }
}

/// Everything a run reads, in the order of the spec's symbols.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    series: Vec<Series>,
}

/// Why there is no data for a run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DatasetError {
    /// The question asks for bars that somebody has to hand over.
    #[error(
        "market.source: the question was asked about bars of its own, hand them over beside it"
    )]
    NotGiven,
    /// The source doesn't have the symbol.
    #[error("market.symbols: the sample market has no {symbol}, it has {known}")]
    UnknownSymbol {
        /// What was asked for.
        symbol: Symbol,
        /// What there is.
        known: String,
    },
    /// The source doesn't have the bar length.
    #[error("market.timeframe: the sample market has no {timeframe} bars, it has {known}")]
    UnknownTimeframe {
        /// What was asked for.
        timeframe: Timeframe,
        /// What there is.
        known: String,
    },
    /// No bar opens inside the span.
    #[error("market.span: {symbol} has no bar from {} to {}, it has {} to {}", asked.start, asked.end, there.start, there.end)]
    EmptySpan {
        /// Whose bars.
        symbol: Symbol,
        /// What was asked for.
        asked: Span,
        /// What there is.
        there: Span,
    },
    /// The generator made a bar that is none: a fault of ours.
    #[error("sample market: {0}")]
    Broken(#[from] crate::BarsError),
}

impl Dataset {
    /// Takes one series per symbol.
    pub fn new(series: Vec<Series>) -> Dataset {
        Dataset { series }
    }

    /// One per symbol.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// Names the content, symbols included.
    pub fn digest(&self) -> Digest {
        let one = |one: &Series| (one.instrument.symbol, one.digest);
        Dataset::digest_of(self.series.iter().map(one))
    }

    /// The same for somebody who knows what each series is named and doesn't have it.
    pub fn digest_of(series: impl IntoIterator<Item = (Symbol, Digest)>) -> Digest {
        let parts = series
            .into_iter()
            .flat_map(|(symbol, digest)| [symbol.as_str().as_bytes().to_vec(), digest.0.to_vec()]);
        Digest::of(&parts.flatten().collect::<Vec<u8>>())
    }

    /// The bars a spec asks for, made on the spot for the sample market.
    pub fn sample(choice: &MarketChoice) -> Result<Dataset, DatasetError> {
        if choice.source != Source::Sample {
            return Err(DatasetError::NotGiven);
        }
        if !sample::TIMEFRAMES.contains(&choice.timeframe) {
            let known = sample::TIMEFRAMES.map(Timeframe::as_str).join(", ");
            return Err(DatasetError::UnknownTimeframe {
                timeframe: choice.timeframe,
                known,
            });
        }
        let symbols = choice.symbols.iter().chain(&choice.watched);
        let series = symbols.map(|symbol| {
            let unknown = || DatasetError::UnknownSymbol {
                symbol: *symbol,
                known: sample::SYMBOLS.map(|known| known.code).join(", "),
            };
            let instrument = sample::instrument(symbol).ok_or_else(unknown)?;
            let bars = sample::bars(symbol, choice.timeframe).ok_or_else(unknown)??;
            let series = Series::new(instrument, cut(symbol, bars, choice.span)?);
            let inside = choice
                .inside
                .filter(|inside| sample::TIMEFRAMES.contains(inside));
            let Some(inside) = inside else {
                return Ok(series);
            };
            let finer = sample::bars(symbol, inside).ok_or_else(unknown)??;
            Ok(series.replayed_by(cut(symbol, finer, choice.span)?))
        });
        Ok(Dataset::new(series.collect::<Result<_, DatasetError>>()?))
    }
}

fn cut(symbol: &Symbol, bars: Bars, span: Option<Span>) -> Result<Bars, DatasetError> {
    let Some(asked) = span else { return Ok(bars) };
    let rows = bars.rows_in(asked);
    if rows.is_empty() {
        let there = bars.span().unwrap_or(asked);
        return Err(DatasetError::EmptySpan {
            symbol: *symbol,
            asked,
            there,
        });
    }
    Ok(bars.slice(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::tests::spec;
    use crate::time::Ts;

    #[test]
    fn cuts_to_the_span_half_open() {
        let span = Span {
            start: Ts::from_date(2020, 1, 1),
            end: Ts::from_date(2020, 2, 1),
        };
        let choice = MarketChoice {
            span: Some(span),
            ..spec().market
        };
        let data = Dataset::sample(&choice).unwrap();
        assert_eq!(data.series()[0].bars().len(), 31);
        assert_eq!(data.series()[0].bars().span(), Some(span));
    }

    #[test]
    fn says_what_there_is_when_asked_for_what_there_is_not() {
        let refuse = |choice: MarketChoice, words: &str| {
            let error = Dataset::sample(&choice).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        };
        let market = spec().market;
        let other = vec![Symbol::parse("KRW-BTC").unwrap()];
        refuse(
            MarketChoice {
                symbols: other,
                ..market.clone()
            },
            "no KRW-BTC, it has SAMPLE-AUR",
        );
        refuse(
            MarketChoice {
                timeframe: Timeframe::Minute5,
                ..market.clone()
            },
            "it has 1d, 1h",
        );
        let span = Some(Span {
            start: Ts(0),
            end: Ts(1),
        });
        refuse(
            MarketChoice { span, ..market },
            "2019-01-01T00:00:00Z to 2025-01-01T00:00:00Z",
        );
    }
}
