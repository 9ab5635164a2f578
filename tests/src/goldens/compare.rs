//! How an answer is compared with what a golden case expects; the rules are those of the cases' README.

use super::ranges::{bounds, intervals};
use serde_json::{Map, Number, Value};

/// One place where an answer differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// The expected key, with the way into it: `table[3].depth`; empty when there is no answer at all.
    pub key: String,
    /// Where in the array, when it is one.
    pub index: Option<usize>,
    /// What was computed.
    pub got: Value,
    /// What the case gives.
    pub expected: Value,
    /// The rule that was broken.
    pub why: String,
}

impl Mismatch {
    /// A case that gave no answer.
    pub fn whole(why: String) -> Self {
        Self {
            key: String::new(),
            index: None,
            got: Value::Null,
            expected: Value::Null,
            why,
        }
    }
}

/// The first difference of each expected key; empty when the answer passes.
pub fn compare(got: &Value, expected: &Value, tolerance: &Value) -> Vec<Mismatch> {
    let flag = |name: &str| tolerance[name].as_bool().unwrap_or(false);
    let empty = Map::new();
    let wanted = expected.as_object().unwrap_or(&empty);
    if flag("bound") {
        return bounds(got, wanted);
    }
    if flag("interval") {
        return intervals(got, expected);
    }
    let rule = Rule {
        near: Near::read(tolerance),
        by_key: tolerance["by_key"].as_object().unwrap_or(&empty),
    };
    rule.in_keys(got.as_object().unwrap_or(&empty), wanted)
        .collect()
}

/// `|got − expected| ≤ abs + rel · |expected|`.
#[derive(Clone, Copy)]
struct Near {
    abs: f64,
    rel: f64,
}

impl Near {
    fn read(tolerance: &Value) -> Self {
        let part = |name: &str| tolerance[name].as_f64().unwrap_or(0.0);
        Self {
            abs: part("abs"),
            rel: part("rel"),
        }
    }
}

#[derive(Clone, Copy)]
struct Rule<'a> {
    near: Near,
    by_key: &'a Map<String, Value>,
}

impl Rule<'_> {
    /// The rule for a key and everything inside it.
    fn inside(self, key: &str) -> Self {
        let near = self.by_key.get(key).map_or(self.near, Near::read);
        Self { near, ..self }
    }

    /// The first difference, if there is any.
    fn difference(self, path: &str, got: &Value, expected: &Value) -> Option<Mismatch> {
        let why = match (expected, got) {
            (Value::Array(expected), Value::Array(got)) => {
                return self.in_list(path, got, expected);
            }
            (Value::Object(expected), Value::Object(got)) => {
                return self.in_table(path, got, expected);
            }
            (Value::Number(expected), Value::Number(got)) => {
                let off = (real(got) - real(expected)).abs();
                let allowed = self.allowed(expected);
                if off <= allowed {
                    return None;
                }
                format!("off by {off:e}, allowed {allowed:e}")
            }
            // Texts, infinities as texts, booleans, undefined values.
            _ if expected == got => return None,
            (Value::Null, _) => "must be undefined".to_owned(),
            (_, Value::Null) => "is undefined".to_owned(),
            _ => "must be equal".to_owned(),
        };
        Some(differs(path, got, expected, &why))
    }

    /// Integers are indices and counts, so they must be equal.
    fn allowed(self, expected: &Number) -> f64 {
        if expected.is_f64() {
            self.near.abs + self.near.rel * real(expected).abs()
        } else {
            0.0
        }
    }

    fn in_list(self, path: &str, got: &[Value], expected: &[Value]) -> Option<Mismatch> {
        let mut pairs = got.iter().zip(expected).enumerate();
        let found = pairs.find_map(|(index, (got, expected))| {
            if expected.is_array() || expected.is_object() {
                self.difference(&format!("{path}[{index}]"), got, expected)
            } else {
                let found = self.difference(path, got, expected)?;
                Some(found.at(index))
            }
        });
        let (has, wants) = (got.len(), expected.len());
        if found.is_some() || has == wants {
            return found;
        }
        let first = has.min(wants);
        let cell = |list: &[Value]| list.get(first).cloned().unwrap_or_default();
        let why = format!("has {has} values, expected {wants}");
        Some(differs(path, &cell(got), &cell(expected), &why).at(first))
    }

    fn in_table(
        self,
        path: &str,
        got: &Map<String, Value>,
        expected: &Map<String, Value>,
    ) -> Option<Mismatch> {
        self.in_keys(got, expected)
            .next()
            .map(|found| found.under(path))
    }

    /// The first difference of each key, then the keys that nobody asked for.
    fn in_keys(
        self,
        got: &Map<String, Value>,
        expected: &Map<String, Value>,
    ) -> impl Iterator<Item = Mismatch> {
        let asked = expected
            .iter()
            .filter_map(move |(key, expected)| match got.get(key) {
                None => Some(differs(key, &Value::Null, expected, "the answer lacks it")),
                Some(got) => self.inside(key).difference(key, got, expected),
            });
        let unasked = got.iter().filter(|(key, _)| !expected.contains_key(*key));
        asked
            .chain(unasked.map(|(key, got)| differs(key, got, &Value::Null, "nobody asked for it")))
    }
}

/// Never NaN in practice; if it were, no comparison with it would hold.
fn real(number: &Number) -> f64 {
    number.as_f64().unwrap_or(f64::NAN)
}

pub(super) fn differs(key: &str, got: &Value, expected: &Value, why: &str) -> Mismatch {
    Mismatch {
        key: key.to_owned(),
        index: None,
        got: got.clone(),
        expected: expected.clone(),
        why: why.to_owned(),
    }
}

impl Mismatch {
    fn at(self, index: usize) -> Self {
        Self {
            index: Some(index),
            ..self
        }
    }

    fn under(self, path: &str) -> Self {
        let key = format!("{path}.{}", self.key);
        Self { key, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{num, nums, opt};
    use super::{Mismatch, compare};
    use serde_json::{Value, json};

    fn expected() -> Value {
        json!({
            "line": [null, 1.5, 2.25, 3.125],
            "sharpe": 1.25, "omega": "inf", "undefined": null, "count": 3, "when": "2024-01-02", "real": true,
            "table": [{"depth": -0.5, "bars": 7}, {"depth": -0.25, "bars": 4}],
            "grid": [[1.0, 2.0], [3.0, 4.0]],
        })
    }

    fn against(got: &Value) -> Vec<Mismatch> {
        compare(got, &expected(), &json!({"rel": 1e-9, "abs": 1e-12}))
    }

    /// The answer with one place changed must be caught there.
    fn caught(pointer: &str, put: Value) -> Mismatch {
        let mut got = expected();
        *got.pointer_mut(pointer).unwrap() = put;
        let mut found = against(&got);
        assert_eq!(found.len(), 1, "{pointer}: {found:?}");
        found.remove(0)
    }

    #[test]
    fn the_same_answer_passes_and_so_does_one_within_rounding() {
        assert_eq!(against(&expected()), []);
        let mut got = expected();
        got["sharpe"] = json!(1.25 + 1e-10);
        got["count"] = num(3.0);
        got["line"] = nums(&[f64::NAN, 1.5, 2.25, 3.125]);
        got["omega"] = num(f64::INFINITY);
        got["undefined"] = opt(None);
        assert_eq!(against(&got), []);
    }

    #[test]
    fn one_changed_digit_is_caught_where_it_is() {
        let found = caught("/line/2", json!(2.26));
        assert_eq!((found.key.as_str(), found.index), ("line", Some(2)));
        assert_eq!((found.got, found.expected), (json!(2.26), json!(2.25)));
        let found = caught("/table/1/depth", json!(-0.24));
        assert_eq!((found.key.as_str(), found.index), ("table[1].depth", None));
        let found = caught("/grid/1/0", json!(3.1));
        assert_eq!((found.key.as_str(), found.index), ("grid[1]", Some(0)));
        caught("/sharpe", json!(1.250_001));
        caught("/count", json!(3.000_000_001));
        caught("/when", json!("2024-01-03"));
        caught("/real", json!(false));
        caught("/table/0/bars", json!(8));
    }

    #[test]
    fn undefined_must_be_where_it_is_expected_and_nowhere_else() {
        let found = caught("/line", nums(&[1.5, f64::NAN, 2.25, 3.125]));
        assert_eq!(found.index, Some(0));
        assert_eq!(caught("/line/3", num(f64::NAN)).why, "is undefined");
        assert_eq!(caught("/sharpe", num(f64::NAN)).why, "is undefined");
        caught("/undefined", json!(0.0));
        caught("/omega", json!(1e300));
        caught("/omega", num(f64::NEG_INFINITY));
        caught("/sharpe", num(f64::INFINITY));
    }

    #[test]
    fn missing_and_extra_keys_and_values_are_caught() {
        let mut got = expected();
        got.as_object_mut().unwrap().remove("sharpe");
        got["alpha"] = json!(1.0);
        let found = against(&got);
        let keys: Vec<&str> = found.iter().map(|found| found.key.as_str()).collect();
        assert_eq!(keys, ["sharpe", "alpha"]);
        let found = caught("/line", json!([null, 1.5, 2.25, 3.125, 4.0]));
        assert_eq!((found.index, found.got), (Some(4), json!(4.0)));
        let found = caught("/line", json!([null, 1.5, 2.25]));
        assert_eq!((found.index, found.expected), (Some(3), json!(3.125)));
        assert_eq!(
            caught("/table/1", json!({"depth": -0.25})).key,
            "table[1].bars"
        );
        let row = json!({"depth": -0.25, "bars": 4, "more": 1});
        assert_eq!(caught("/table/1", row).key, "table[1].more");
        caught("/table", json!([]));
        caught("/grid", json!(1.0));
        assert_eq!(against(&Value::Null).len(), 9);
    }

    #[test]
    fn a_tolerance_by_key_beats_the_general_one_both_ways() {
        let tolerance = json!({
            "rel": 0.0, "abs": 0.1, "by_key": {"strict": {"rel": 0.0, "abs": 1e-6}, "loose": {"rel": 0.5}},
        });
        let wanted = json!({"strict": {"x": [1.0]}, "loose": [10.0], "plain": 1.0});
        let got = json!({"strict": {"x": [1.05]}, "loose": [14.0], "plain": 1.05});
        let found = compare(&got, &wanted, &tolerance);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].key, "strict.x");
    }
}
