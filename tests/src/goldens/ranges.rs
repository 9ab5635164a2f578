//! Range tests of golden cases: values that depend on random numbers or on a trainer's choices are held in bounds.

use super::compare::{Mismatch, differs};
use serde_json::{Map, Value};

/// `pass_if_NAME_at_least` and `pass_if_NAME_at_most` bound the answer's NAME; other keys are for readers.
pub(super) fn bounds(got: &Value, expected: &Map<String, Value>) -> Vec<Mismatch> {
    let mut bounded = false;
    let mut wrong = Vec::new();
    for (key, bound) in expected {
        let Some(rest) = key.strip_prefix("pass_if_") else {
            continue;
        };
        bounded = true;
        let least = rest.strip_suffix("_at_least");
        let name = least.or(rest.strip_suffix("_at_most")).unwrap_or_default();
        let value = &got[name];
        let holds = match (value.as_f64(), bound.as_f64()) {
            (Some(value), Some(bound)) if least.is_some() => value >= bound,
            (Some(value), Some(bound)) => value <= bound,
            _ => false,
        };
        if !holds {
            wrong.push(differs(key, value, bound, "is out of bounds"));
        }
    }
    if !bounded {
        let why = "the case is a bound but gives none";
        wrong.push(Mismatch::whole(why.to_owned()));
    }
    wrong
}

/// A range test: `low` and `high` at the top, around the answer's `mean`, or under each key, around its number.
pub(super) fn intervals(got: &Value, expected: &Value) -> Vec<Mismatch> {
    let one = |key: &str, got: &Value, range: &Value| {
        let inside = match (got.as_f64(), range["low"].as_f64(), range["high"].as_f64()) {
            (Some(got), Some(low), Some(high)) => (low..=high).contains(&got),
            _ => false,
        };
        (!inside).then(|| differs(key, got, range, "is outside the interval"))
    };
    if expected.get("low").is_some() {
        return one("mean", &got["mean"], expected).into_iter().collect();
    }
    let keys = expected.as_object().into_iter().flatten();
    keys.filter_map(|(key, range)| one(key, &got[key], range))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::compare::compare;
    use super::super::num;
    use serde_json::json;

    #[test]
    fn a_range_takes_its_ends_and_nothing_outside() {
        let range = json!({"interval": true});
        let wanted = json!({"mean": {"center": 0.0, "low": -1.0, "high": 1.0}});
        let inside = |x: f64| compare(&json!({"mean": num(x)}), &wanted, &range).is_empty();
        assert!(inside(-1.0) && inside(0.3) && inside(1.0));
        assert!(!inside(-1.1) && !inside(1.1) && !inside(f64::NAN));
        let top = json!({"mean": 0.5, "low": 0.4, "high": 0.6, "std_single": 0.2});
        assert!(compare(&json!({"mean": 0.45}), &top, &range).is_empty());
        assert_eq!(compare(&json!({"mean": 0.7}), &top, &range).len(), 1);
        assert_eq!(compare(&json!({}), &top, &range).len(), 1);
        let none = json!({"p50": 0.5});
        assert_eq!(compare(&json!({"p50": 0.5}), &none, &range).len(), 1);
    }

    #[test]
    fn a_bound_is_held_on_its_own_side() {
        let bound = json!({"bound": true});
        let wanted =
            json!({"other_auc": 0.95, "pass_if_auc_at_least": 0.9, "pass_if_loss_at_most": 0.4});
        let holds = |auc: f64, loss: f64| {
            let got = json!({"auc": num(auc), "loss": num(loss)});
            compare(&got, &wanted, &bound).is_empty()
        };
        assert!(holds(0.9, 0.4) && holds(0.99, 0.1));
        assert!(!holds(0.89, 0.1) && !holds(0.99, 0.41) && !holds(f64::NAN, 0.1));
        assert_eq!(compare(&json!({}), &json!({"auc": 1.0}), &bound).len(), 1);
    }
}
