//! What a field accepts: the one definition behind its slider, its number box and its check.

use crate::format;
use domain::{Param, ParamKind, Text};
use strategies::defaults;

/// The numbers a field accepts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
    /// What a field holds until something else is said.
    pub default: f64,
    /// What one press of an arrow key does; any other number between is fine too.
    pub step: f64,
    /// Only whole numbers?
    pub whole: bool,
}

impl Range {
    /// Fee a side in basis points.
    pub const FEE: Range = Range {
        min: 0.0,
        max: 100.0,
        default: defaults::FEE_BPS,
        step: 0.5,
        whole: false,
    };
    /// Slippage a side in basis points.
    pub const SLIPPAGE: Range = Range {
        min: 0.0,
        max: 100.0,
        default: defaults::SLIPPAGE_BPS,
        step: 0.5,
        whole: false,
    };
    /// Cash at the start.
    pub const CASH: Range = Range {
        min: 10_000.0,
        max: 1e12,
        default: defaults::CASH,
        step: 1_000_000.0,
        whole: false,
    };

    /// The default as text.
    pub fn default_text(&self) -> String {
        format::plain(self.default)
    }

    /// The value one step away, on the grid of steps and inside the range, as text.
    pub fn stepped(&self, value: f64, direction: f64) -> String {
        let steps = (value - self.min) / self.step;
        let near = steps.round();
        // A value between two steps goes to the next one in that direction.
        let from = if (steps - near).abs() < 1e-6 {
            near
        } else {
            (steps - direction * 0.5).round()
        };
        let moved = (self.min + (from + direction) * self.step).clamp(self.min, self.max);
        // Adding 0.05 often enough gives 0.6000000000000001; nobody asked for that.
        format::plain((moved * 1e9).round() / 1e9)
    }

    /// Where a value lies between the ends, in percent.
    pub fn place(&self, value: f64) -> f64 {
        ((value - self.min) / (self.max - self.min) * 100.0).clamp(0.0, 100.0)
    }
}

/// How a parameter is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A number in a range.
    Number(Range),
    /// On or off.
    Switch(bool),
    /// One of a few: each with its name in links and its name for people, and the place of the default.
    Choice(&'static [(&'static str, Text)], usize),
}

impl Shape {
    /// The default as text; a switch is 0 or 1, a choice its name in links.
    pub fn default_text(&self) -> String {
        match self {
            Shape::Number(range) => range.default_text(),
            Shape::Switch(on) => u8::from(*on).to_string(),
            Shape::Choice(options, default) => options
                .get(*default)
                .map_or_else(String::new, |(id, _)| (*id).to_owned()),
        }
    }
}

/// How a parameter of a strategy is asked for.
pub fn shape_of(param: &Param) -> Shape {
    match param.kind {
        ParamKind::Switch { default } => return Shape::Switch(default),
        ParamKind::Choice { options, default } => return Shape::Choice(options, default),
        ParamKind::Int { .. } | ParamKind::Float { .. } => {}
    }
    let (min, max) = param.range();
    let whole = matches!(param.kind, ParamKind::Int { .. });
    Shape::Number(Range {
        min,
        max,
        default: param.default(),
        step: param.step(),
        whole,
    })
}

/// Reads a number as people type it; `inf` and `nan` are words, not numbers. A comma groups thousands and nothing
/// else: read as a decimal mark by one half of the world, `1,5` must not silently become 15.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let whole = text.split('.').next().unwrap_or(text);
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let commas_after_point = text.split('.').skip(1).any(|rest| rest.contains(','));
    if (whole.contains(',') && !grouped) || commas_after_point {
        return None;
    }
    let bare = text.replace(',', "");
    let shaped = bare.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    let value: f64 = bare.parse().ok()?;
    (shaped && value.is_finite()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{Range, Shape, number, shape_of};
    use domain::{Param, Text};

    #[test]
    fn steps_land_on_the_grid_and_stay_inside() {
        let range = Range {
            min: 0.1,
            max: 2.0,
            default: 0.5,
            step: 0.05,
            whole: false,
        };
        assert_eq!(range.stepped(0.55, 1.0), "0.6");
        assert_eq!(range.stepped(0.57, 1.0), "0.6");
        assert_eq!(range.stepped(0.57, -1.0), "0.55");
        assert_eq!(range.stepped(0.1, -1.0), "0.1");
        assert_eq!(range.stepped(2.0, 1.0), "2");
    }

    #[test]
    fn a_choice_is_asked_for_by_name_and_starts_with_its_first() {
        const WAYS: &[(&str, Text)] = &[
            ("up", Text::new("Up", "위")),
            ("down", Text::new("Down", "아래")),
        ];
        const WAY: Param = Param::choice("way", Text::new("", ""), Text::new("", ""), WAYS);
        assert_eq!(shape_of(&WAY), Shape::Choice(WAYS, 0));
        assert_eq!(shape_of(&WAY).default_text(), "up");
    }

    #[test]
    fn reads_numbers_as_people_type_them() {
        assert_eq!(number(" 10,000,000 "), Some(1e7));
        assert_eq!(number("-.5"), Some(-0.5));
        assert_eq!(number("1,234.5"), Some(1234.5));
        for bad in [
            "", "inf", "NaN", "-inf", "1x", "0x10", "1e999", "1,5", "1,50", "1.5,000", ",5",
            "1,,000",
        ] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }
}
