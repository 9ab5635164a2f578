//! The prices and the volume of a row, and what is wrong with them.

use super::cells::Judge;
use super::said::same;
use super::slow::Wrong;
use crate::defect::{DefectKind, Words};
use crate::limits::CELL_SHOWN;
use crate::options::{NumberForm, Role};
use crate::repair::Repair;
use crate::table::{Cell, Row, said};
use crate::value::grouped::{Evidence, Number, evidence, number};
use crate::value::number::plain;

impl Judge<'_> {
    /// A price above 0, or a word on why there is none.
    pub fn price(
        &mut self,
        role: Role,
        row: &Row<'_>,
        wrong: &mut Vec<Wrong>,
        is_short: bool,
    ) -> Option<f64> {
        let cell = row.cells.get(role as usize).copied().unwrap_or_default();
        let mut say = |kind, right| {
            let value = said(cell, CELL_SHOWN);
            wrong.push((kind, self.plan.column(role).to_owned(), value, right));
        };
        let above = || Words::new("a price above 0", "0보다 큰 가격");
        if let Some(kind) = self.unclear(cell) {
            say(
                kind,
                Words::new(
                    "a choice of how numbers are written",
                    "수를 적는 방식의 선택",
                ),
            );
            return None;
        }
        let value = match self.value(cell) {
            Number::Value(value) => value,
            Number::Currency(value) => {
                if !self.log.asks(Repair::StripCurrency) {
                    say(DefectKind::CurrencySign, same(value.to_string()));
                    return None;
                }
                self.log.mend(Repair::StripCurrency, row.line);
                value
            }
            Number::Empty => {
                if !is_short {
                    say(DefectKind::EmptyCell, above());
                }
                return None;
            }
            Number::NotFinite => {
                say(DefectKind::NanOrInfinity, above());
                return None;
            }
            Number::No => {
                say(DefectKind::NotANumber, above());
                return None;
            }
        };
        let kind = match value {
            value if value < 0.0 => DefectKind::PriceNegative,
            0.0 => DefectKind::PriceZero,
            value if !super::bars::SIZES.contains(&value) => DefectKind::PriceAbsurd,
            value => return Some(value),
        };
        say(kind, above());
        None
    }

    /// A volume of 0 or more, or a word on why there is none.
    pub fn volume(&mut self, row: &Row<'_>, wrong: &mut Vec<Wrong>, is_short: bool) -> Option<f64> {
        if !self.has_volume {
            if self.log.asks(Repair::FillVolume) {
                self.log.mend(Repair::FillVolume, row.line);
            }
            return Some(0.0);
        }
        let cell = row
            .cells
            .get(Role::Volume as usize)
            .copied()
            .unwrap_or_default();
        let right = || Words::new("a number of 0 or more", "0 이상의 수");
        let kind = match (self.unclear(cell), self.value(cell)) {
            (Some(kind), _) => kind,
            (None, Number::Value(value)) if value >= 0.0 => return Some(value),
            (None, Number::Value(_)) => DefectKind::VolumeNegative,
            (None, Number::Empty) if is_short => return None,
            (None, Number::Empty) if self.log.asks(Repair::FillVolume) => {
                self.log.mend(Repair::FillVolume, row.line);
                return Some(0.0);
            }
            (None, Number::Empty) => DefectKind::VolumeMissing,
            (None, Number::NotFinite) => DefectKind::NanOrInfinity,
            (None, Number::Currency(_) | Number::No) => DefectKind::NotANumber,
        };
        let column = self.plan.column(Role::Volume).to_owned();
        wrong.push((kind, column, said(cell, CELL_SHOWN), right()));
        None
    }

    fn value(&self, cell: Cell<'_>) -> Number {
        match cell {
            Cell::Text(text) if self.points => match plain(text) {
                Some(value) if value.is_finite() => Number::Value(value),
                _ => number(text, NumberForm::Point),
            },
            Cell::Text(text) => number(text, NumberForm::Comma),
            Cell::Number(value) if value.is_nan() => Number::Empty,
            Cell::Number(value) if value.is_finite() => Number::Value(value),
            Cell::Number(_) => Number::NotFinite,
            Cell::Whole(value) => Number::Value(value as f64),
            Cell::Moment { .. } => Number::No,
            Cell::Absent | Cell::Missing => Number::Empty,
        }
    }

    fn unclear(&self, cell: Cell<'_>) -> Option<DefectKind> {
        let (Cell::Text(text), writing) = (cell, self.plan.numbers) else {
            return None;
        };
        if !writing.comma_unclear && !writing.point_unclear {
            return None;
        }
        match evidence(text) {
            Evidence::UnclearComma if writing.comma_unclear => Some(DefectKind::ThousandsUnclear),
            Evidence::UnclearPoint if writing.point_unclear => Some(DefectKind::DecimalUnclear),
            _ => None,
        }
    }

    /// Do high and low enclose open and close? What repairs change is changed in place.
    pub fn shape(&mut self, bar: &mut [f64; 4], line: u32, wrong: &mut Vec<Wrong>) {
        let column = |role: Role| self.plan.column(role).to_owned();
        if bar[1] < bar[2] {
            if !self.log.asks(Repair::SwapHighLow) {
                let right = Words::new(
                    format!("a high of at least {}", bar[2]),
                    format!("{} 이상의 고가", bar[2]),
                );
                wrong.push((
                    DefectKind::HighBelowLow,
                    column(Role::High),
                    bar[1].to_string(),
                    right,
                ));
                return;
            }
            self.log.mend(Repair::SwapHighLow, line);
            bar.swap(1, 2);
        }
        let [open, high, low, close] = *bar;
        let (top, bottom) = (open.max(close), open.min(close));
        if high >= top && low <= bottom {
            return;
        }
        if self.log.asks(Repair::Enclose) {
            self.log.mend(Repair::Enclose, line);
            bar[1] = high.max(top);
            bar[2] = low.min(bottom);
            return;
        }
        if high < top {
            let right = Words::new(format!("at least {top}"), format!("{top} 이상"));
            wrong.push((
                DefectKind::HighTooLow,
                column(Role::High),
                high.to_string(),
                right,
            ));
        }
        if low > bottom {
            let right = Words::new(format!("at most {bottom}"), format!("{bottom} 이하"));
            wrong.push((
                DefectKind::LowTooHigh,
                column(Role::Low),
                low.to_string(),
                right,
            ));
        }
    }
}
