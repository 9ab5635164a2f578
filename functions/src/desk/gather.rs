//! Bars of a length an exchange doesn't have, made of shorter ones that come in pieces.

use domain::{Bar, Timeframe};

/// Puts shorter bars together; the last longer bar is held back until it is known to be whole.
pub struct Gather {
    wanted: Timeframe,
    made: bool,
    held: Option<Bar>,
}

impl Gather {
    /// `served` is the length of the bars that will come.
    pub fn new(served: Timeframe, wanted: Timeframe) -> Self {
        Self {
            wanted,
            made: served != wanted,
            held: None,
        }
    }

    /// Takes shorter bars, oldest first, and gives the longer ones they completed.
    pub fn push(&mut self, bars: impl Iterator<Item = Bar>) -> Vec<Bar> {
        if !self.made {
            return bars.collect();
        }
        let mut whole = Vec::new();
        for mut bar in bars {
            bar.open_time = self.wanted.open_of(bar.open_time);
            match self.held.take() {
                Some(held) if held.open_time == bar.open_time => self.held = Some(held.joined(bar)),
                Some(held) => {
                    whole.push(held);
                    self.held = Some(bar);
                }
                None => self.held = Some(bar),
            }
        }
        whole
    }

    /// The longer bar that is still held back.
    pub fn held(&self) -> Option<Bar> {
        self.held
    }
}

#[cfg(test)]
mod tests {
    use domain::{Bars, Ts};

    use super::*;

    fn minutes(count: i64) -> Vec<Bar> {
        let price = |minute: i64| 100.0 + (minute * 7 % 11) as f64;
        // Every seventh minute nobody traded.
        let traded = (0..count).filter(|minute| minute % 7 != 3);
        traded
            .map(|minute| Bar {
                open_time: Ts(minute * 60_000),
                open: price(minute),
                high: price(minute) + 2.0,
                low: price(minute) - 2.0,
                close: price(minute + 1),
                volume: minute as f64,
                made_up: false,
            })
            .map(|bar| Bar {
                high: bar.high.max(bar.close),
                low: bar.low.min(bar.close),
                ..bar
            })
            .collect()
    }

    #[test]
    fn pieces_cut_anywhere_make_the_bars_the_whole_makes() {
        let bars = minutes(100);
        for (wanted, piece) in [
            (Timeframe::Minute10, 1),
            (Timeframe::Minute10, 7),
            (Timeframe::Hour1, 13),
        ] {
            let mut gather = Gather::new(Timeframe::Minute1, wanted);
            let pieces = bars.chunks(piece);
            let mut made: Vec<Bar> = pieces
                .flat_map(|piece| gather.push(piece.iter().copied()))
                .collect();
            made.extend(gather.held());
            let whole = Bars::from_bars(Timeframe::Minute1, bars.iter().copied())
                .and_then(|bars| bars.resample(wanted))
                .map(|bars| bars.iter().collect::<Vec<_>>());
            assert_eq!(whole, Ok(made));
        }
    }

    #[test]
    fn bars_of_the_wanted_length_pass() {
        let bars = minutes(5);
        let mut gather = Gather::new(Timeframe::Minute1, Timeframe::Minute1);
        assert_eq!(gather.push(bars.iter().copied()), bars);
        assert_eq!(gather.held(), None);
    }
}
