//! Expressions that need one symbol only, computed row by row or word by word.

use super::conditions::{Seen, condition};
use super::{Column, Sheet, values};
use crate::vector::{Bits, Truth};
use domain::plan::Column as Price;
use domain::{Timeframe, Ts};
use std::rc::Rc;
use strategies::program::{Slot, Work, changed, in_hours, math};

impl<'a> Sheet<'a> {
    pub(super) fn alone(&self, work: &Work, symbol: usize, frame: Option<Timeframe>) -> Column<'a> {
        let rows = self.rows(symbol, frame);
        let get = |slot: &Slot| self.get(*slot, symbol);
        match work {
            Work::Number(number) => Column::Number(*number),
            Work::Price(column) => self.price(*column, symbol, frame),
            Work::NextOpen => {
                let opens = self.bars.get(symbol).map_or(&[][..], |one| one.open());
                let later = opens.iter().skip(1).copied().chain([f64::NAN]);
                values(later.take(rows).collect())
            }
            Work::Lag { of, bars } => {
                let of = get(of);
                let lagged = (0..rows).map(|row| match row.checked_sub(*bars) {
                    Some(then) => of.at(then),
                    None => f64::NAN,
                });
                values(lagged.collect())
            }
            Work::Math { op, left, right } => {
                let op = *op;
                both(&get(left), &get(right), rows, |left, right| {
                    math(op, left, right)
                })
            }
            Work::Changed { by, of } => {
                let of = get(of);
                values((0..rows).map(|row| changed(*by, of.at(row))).collect())
            }
            Work::If {
                when,
                then,
                otherwise,
            } => {
                let (when, then, otherwise) = (get(when), get(then), get(otherwise));
                let chosen = (0..rows).map(|row| match when.at(row) {
                    1.0 => then.at(row),
                    0.0 => otherwise.at(row),
                    _ => f64::NAN,
                });
                values(chosen.collect())
            }
            Work::Hours {
                zone,
                opens,
                closes,
            } => self.clock(symbol, frame, |close| {
                in_hours(*zone, *opens, *closes, close)
            }),
            Work::Weekdays { zone, days } => self.clock(symbol, frame, |close| {
                days.contains(&zone.local(close).weekday)
            }),
            // Those that need more than one symbol, another length or an indicator are computed elsewhere.
            work => condition(work, &(0..rows), |slot| Seen::whole(get(slot)))
                .map_or(Column::Number(f64::NAN), truth),
        }
    }

    fn price(&self, column: Price, symbol: usize, frame: Option<Timeframe>) -> Column<'a> {
        if let Some(frame) = frame {
            let Some(bars) = self.longer_of(symbol, frame) else {
                return Column::Number(f64::NAN);
            };
            return values(match column {
                Price::Open => bars.open.clone(),
                Price::High => bars.high.clone(),
                Price::Low => bars.low.clone(),
                Price::Close => bars.close.clone(),
                Price::Volume => bars.volume.clone(),
                Price::Time => bars.open_time.iter().map(|time| *time as f64).collect(),
            });
        }
        let Some(bars) = self.bars.get(symbol) else {
            return Column::Number(f64::NAN);
        };
        match column {
            Price::Open => Column::Bars(bars.open()),
            Price::High => Column::Bars(bars.high()),
            Price::Low => Column::Bars(bars.low()),
            Price::Close => Column::Bars(bars.close()),
            Price::Volume => Column::Bars(bars.volume()),
            Price::Time => values(bars.open_time().iter().map(|time| *time as f64).collect()),
        }
    }

    /// A condition on the closes of the bars by a clock.
    fn clock(
        &self,
        symbol: usize,
        frame: Option<Timeframe>,
        holds: impl Fn(Ts) -> bool,
    ) -> Column<'a> {
        let own = || self.bars.get(symbol).map_or(&[][..], |one| one.open_time());
        let (opens, length) = match frame.and_then(|frame| self.longer_of(symbol, frame)) {
            Some(longer) => (&longer.open_time[..], longer.timeframe),
            None => (own(), self.timeframe),
        };
        let held = opens.iter().map(|open| holds(length.close_of(Ts(*open))));
        let holds = Bits::of_rows(held);
        let known = Bits::all(holds.rows());
        truth(Truth::new(&holds, known))
    }
}

fn truth<'a>(truth: Truth) -> Column<'a> {
    Column::Truth(Rc::new(truth))
}

fn both<'a>(
    left: &Column<'_>,
    right: &Column<'_>,
    rows: usize,
    law: impl Fn(f64, f64) -> f64,
) -> Column<'a> {
    values(match (left.slice(), right.slice()) {
        (Some(left), Some(right)) => {
            let pairs = left.iter().zip(right);
            pairs.map(|(left, right)| law(*left, *right)).collect()
        }
        _ => (0..rows)
            .map(|row| law(left.at(row), right.at(row)))
            .collect(),
    })
}
