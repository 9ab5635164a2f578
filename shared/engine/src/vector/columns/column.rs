//! One expression over all bars of a symbol: a number, a column of the bars, a computed column or a condition.

use super::super::{Bits, Truth, compare};
use std::cell::OnceCell;
use std::rc::Rc;

/// A computed column, and where it has a value: looked up once, asked for by every condition on it.
#[derive(Clone, Debug)]
pub struct Numbers {
    pub(super) values: Vec<f64>,
    pub(super) known: OnceCell<Bits>,
}

/// One expression over all bars of a symbol.
#[derive(Clone, Debug)]
pub enum Column<'a> {
    /// The same on every bar.
    Number(f64),
    /// A column of the bars themselves.
    Bars(&'a [f64]),
    /// A computed column.
    Values(Rc<Numbers>),
    /// A condition.
    Truth(Rc<Truth>),
}

impl Column<'_> {
    /// The value at a row; a condition is 1, 0 or NaN.
    pub fn at(&self, row: usize) -> f64 {
        match self {
            Column::Number(number) => *number,
            Column::Bars(values) => values.get(row).copied().unwrap_or(f64::NAN),
            Column::Values(numbers) => numbers.values.get(row).copied().unwrap_or(f64::NAN),
            Column::Truth(truth) if !truth.known().get(row) => f64::NAN,
            Column::Truth(truth) => f64::from(u8::from(truth.holds().get(row))),
        }
    }

    /// The values, when it is a column of numbers.
    pub fn slice(&self) -> Option<&[f64]> {
        match self {
            Column::Bars(values) => Some(values),
            Column::Values(numbers) => Some(&numbers.values),
            Column::Number(_) | Column::Truth(_) => None,
        }
    }

    /// Where it has a value, when it was computed: prices always have one.
    pub fn known_bits(&self) -> Option<&Bits> {
        match self {
            Column::Values(numbers) => Some(
                numbers
                    .known
                    .get_or_init(|| compare::known(&numbers.values)),
            ),
            Column::Truth(truth) => Some(truth.known()),
            Column::Number(_) | Column::Bars(_) => None,
        }
    }

    /// How many numbers it keeps.
    pub(super) fn numbers(&self) -> usize {
        match self {
            Column::Values(numbers) => numbers.values.len(),
            Column::Number(_) | Column::Bars(_) | Column::Truth(_) => 0,
        }
    }

    /// The condition, when it is one.
    pub fn truth(&self) -> Option<&Rc<Truth>> {
        match self {
            Column::Truth(truth) => Some(truth),
            _ => None,
        }
    }
}

pub(super) fn values<'a>(values: Vec<f64>) -> Column<'a> {
    Column::Values(Rc::new(Numbers {
        values,
        known: OnceCell::new(),
    }))
}
