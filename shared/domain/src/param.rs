//! Parameters as data: one definition gives the form, the check, the link and the search space.

use crate::text::Text;
use std::collections::BTreeMap;

/// What a parameter counts, for display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of bars.
    Bars,
    /// A plain number, such as a multiplier.
    Times,
    /// A percentage: 5 is five percent.
    Percent,
    /// On or off.
    None,
}

impl Unit {
    /// The unit as it stands behind a value.
    pub const fn text(self) -> Text {
        match self {
            Unit::Bars => Text::new("bars", "봉"),
            Unit::Times => Text::new("×", "배"),
            Unit::Percent => Text::new("%", "%"),
            Unit::None => Text::new("", ""),
        }
    }
}

/// Which values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamKind {
    /// Whole numbers.
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// Where a form starts.
        default: i64,
    },
    /// Numbers; the step is for sliders and search grids, any value in range is allowed.
    Float {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
        /// Where a form starts.
        default: f64,
        /// Distance of two slider positions.
        step: f64,
    },
    /// On (1) or off (0).
    Switch {
        /// Where a form starts.
        default: bool,
    },
    /// One of a few; the value is its place in the list, counted from 0.
    Choice {
        /// What there is, each with its name in commands and its name for people.
        options: &'static [(&'static str, Text)],
        /// Where a form starts.
        default: usize,
    },
}

/// One parameter of a strategy or an indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Param {
    /// Name in specs, links and code.
    pub id: &'static str,
    /// Name in forms.
    pub label: Text,
    /// What it does, in a sentence.
    pub help: Text,
    /// What it counts.
    pub unit: Unit,
    /// Which values it takes.
    pub kind: ParamKind,
}

/// Why a value was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParamError {
    /// Outside the range.
    #[error("{name}: {got} is out of range, it must be between {min} and {max}")]
    OutOfRange {
        /// The parameter.
        name: &'static str,
        /// The value given.
        got: f64,
        /// Smallest allowed.
        min: f64,
        /// Largest allowed.
        max: f64,
    },
    /// A fraction where a whole number belongs.
    #[error("{name}: {got} is not a whole number")]
    NotWhole {
        /// The parameter.
        name: &'static str,
        /// The value given.
        got: f64,
    },
    /// Each value is fine, together they are not.
    #[error("{name}: {got} is not allowed, it must be {}", must.en)]
    Relation {
        /// The parameter.
        name: &'static str,
        /// The value given.
        got: f64,
        /// What would be right.
        must: Text,
    },
    /// Nobody knows this name.
    #[error("{name}: there is no such parameter, there are {known}")]
    Unknown {
        /// The name given.
        name: String,
        /// The names there are.
        known: String,
    },
}

impl Param {
    /// A whole number from the first of the range to the second that starts at the third.
    pub const fn whole(
        id: &'static str,
        label: Text,
        help: Text,
        [min, max, default]: [i64; 3],
    ) -> Param {
        let (unit, kind) = (Unit::None, ParamKind::Int { min, max, default });
        Param {
            id,
            label,
            help,
            unit,
            kind,
        }
    }

    /// A number from the first of the range to the second that starts at the third; the fourth is a slider's step.
    pub const fn number(
        id: &'static str,
        label: Text,
        help: Text,
        [min, max, default, step]: [f64; 4],
    ) -> Param {
        Param {
            id,
            label,
            help,
            unit: Unit::None,
            kind: ParamKind::Float {
                min,
                max,
                default,
                step,
            },
        }
    }

    /// One of a few, the first unless another is chosen.
    pub const fn choice(
        id: &'static str,
        label: Text,
        help: Text,
        options: &'static [(&'static str, Text)],
    ) -> Param {
        let (unit, default) = (Unit::None, 0);
        Param {
            id,
            label,
            help,
            unit,
            kind: ParamKind::Choice { options, default },
        }
    }

    /// The same, counted in a unit.
    pub const fn counted_in(self, unit: Unit) -> Param {
        Param { unit, ..self }
    }

    /// The value a form starts with.
    pub fn default(&self) -> f64 {
        match self.kind {
            ParamKind::Int { default, .. } => default as f64,
            ParamKind::Float { default, .. } => default,
            ParamKind::Switch { default } => f64::from(u8::from(default)),
            ParamKind::Choice { default, .. } => default as f64,
        }
    }

    /// Smallest and largest value.
    pub fn range(&self) -> (f64, f64) {
        match self.kind {
            ParamKind::Int { min, max, .. } => (min as f64, max as f64),
            ParamKind::Float { min, max, .. } => (min, max),
            ParamKind::Switch { .. } => (0.0, 1.0),
            ParamKind::Choice { options, .. } => (0.0, options.len().saturating_sub(1) as f64),
        }
    }

    /// Distance of two slider positions.
    pub fn step(&self) -> f64 {
        match self.kind {
            ParamKind::Float { step, .. } => step,
            ParamKind::Int { .. } | ParamKind::Switch { .. } | ParamKind::Choice { .. } => 1.0,
        }
    }

    /// Checks one value.
    pub fn check(&self, got: f64) -> Result<f64, ParamError> {
        let (min, max) = self.range();
        if !(got >= min && got <= max) {
            return Err(ParamError::OutOfRange {
                name: self.id,
                got,
                min,
                max,
            });
        }
        let whole = !matches!(self.kind, ParamKind::Float { .. });
        if whole && got.fract() != 0.0 {
            return Err(ParamError::NotWhole { name: self.id, got });
        }
        Ok(got)
    }

    /// The value a person wrote: a number, or the name of a choice; unchecked otherwise.
    pub fn parse(&self, text: &str) -> Option<f64> {
        let named = match self.kind {
            ParamKind::Choice { options, .. } => options.iter().position(|(id, _)| *id == text),
            _ => None,
        };
        named
            .map(|place| place as f64)
            .or_else(|| text.parse().ok())
    }
}

/// Checked values of a list of parameters, one for each, defaults where nothing was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    values: Vec<(&'static str, f64)>,
}

impl Params {
    /// Checks every value given and fills in the defaults; an unknown name is an error, not ignored.
    pub fn check(
        definitions: &'static [Param],
        given: &BTreeMap<String, f64>,
    ) -> Result<Params, ParamError> {
        if let Some(name) = given
            .keys()
            .find(|name| definitions.iter().all(|p| p.id != **name))
        {
            let known: Vec<&str> = definitions.iter().map(|param| param.id).collect();
            return Err(ParamError::Unknown {
                name: name.clone(),
                known: known.join(", "),
            });
        }
        let values = definitions.iter().map(|param| {
            let value = given
                .get(param.id)
                .copied()
                .unwrap_or_else(|| param.default());
            param.check(value).map(|value| (param.id, value))
        });
        Ok(Params {
            values: values.collect::<Result<_, _>>()?,
        })
    }

    /// The value of a parameter; 0 for a name that the definition doesn't have.
    pub fn number(&self, id: &str) -> f64 {
        let found = self.values.iter().find(|(name, _)| *name == id);
        debug_assert!(found.is_some(), "no parameter {id}");
        found.map_or(0.0, |(_, value)| *value)
    }

    /// The value as a whole number.
    pub fn whole(&self, id: &str) -> usize {
        self.number(id) as usize
    }

    /// Is the switch on?
    pub fn is_on(&self, id: &str) -> bool {
        self.number(id) != 0.0
    }

    /// All values by name.
    pub fn to_map(&self) -> BTreeMap<String, f64> {
        self.values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAMS: &[Param] = &[
        Param {
            id: "period",
            label: Text::new("Period", "기간"),
            help: Text::new("", ""),
            unit: Unit::Bars,
            kind: ParamKind::Int {
                min: 2,
                max: 60,
                default: 12,
            },
        },
        Param {
            id: "k",
            label: Text::new("k", "k"),
            help: Text::new("", ""),
            unit: Unit::Times,
            kind: ParamKind::Float {
                min: 0.1,
                max: 2.0,
                default: 0.5,
                step: 0.05,
            },
        },
    ];

    #[test]
    fn a_choice_is_read_by_name_or_place() {
        const SEED: Param = Param {
            id: "seed",
            label: Text::new("Seed", "시작값"),
            help: Text::new("", ""),
            unit: Unit::None,
            kind: ParamKind::Choice {
                options: &[
                    ("mean", Text::new("mean", "평균")),
                    ("first", Text::new("first", "첫 값")),
                ],
                default: 0,
            },
        };
        assert_eq!(SEED.parse("first"), Some(1.0));
        assert_eq!(SEED.parse("1"), Some(1.0));
        assert_eq!(SEED.parse("second"), None);
        assert_eq!(SEED.range(), (0.0, 1.0));
        assert!(SEED.check(2.0).is_err());
    }

    fn check(given: &[(&str, f64)]) -> Result<Params, ParamError> {
        let given = given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect();
        Params::check(PARAMS, &given)
    }

    #[test]
    fn fills_in_defaults_and_keeps_what_is_given() {
        let params = check(&[("k", 0.7)]).unwrap();
        assert_eq!((params.whole("period"), params.number("k")), (12, 0.7));
    }

    #[test]
    fn an_error_names_the_parameter_and_what_would_be_right() {
        let message = |given| check(given).unwrap_err().to_string();
        assert_eq!(
            message(&[("period", 1.0)]),
            "period: 1 is out of range, it must be between 2 and 60"
        );
        assert_eq!(
            message(&[("period", 2.5)]),
            "period: 2.5 is not a whole number"
        );
        assert_eq!(
            message(&[("k", f64::NAN)]),
            "k: NaN is out of range, it must be between 0.1 and 2"
        );
        assert_eq!(
            message(&[("kk", 1.0)]),
            "kk: there is no such parameter, there are period, k"
        );
    }
}
