//! What stands at a path of a plan, in words: checks name paths, people read sentences.

use super::conditions::condition;
use super::{Words, describe};
use domain::plan::{Cond, Node, Plan, indicator};
use serde_json::Value;

/// The value or condition at a path such as `entries[0].when.above.right`, or the nearest one around it.
pub fn describe_at(plan: &Plan, path: &str) -> Option<Words> {
    let whole = serde_json::to_value(plan).ok()?;
    let mut around = vec![&whole];
    for key in path.split(['.', '[']) {
        let here = around.last().and_then(|value| step(value, key));
        let Some(inner) = here else { break };
        around.push(inner);
    }
    around.into_iter().rev().find_map(said)
}

/// One step down; an exit for one direction only stands in a wrapper that paths leave out.
fn step<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    if let Some(place) = key.strip_suffix(']') {
        return value.get(place.parse::<usize>().ok()?);
    }
    let wrapped = || value.get("long").or_else(|| value.get("short"));
    value.get(key).or_else(|| wrapped()?.get(key))
}

fn said(value: &Value) -> Option<Words> {
    if let Ok(node) = serde_json::from_value::<Node>(value.clone()) {
        return Some(describe(&node));
    }
    if let Ok(cond) = serde_json::from_value::<Cond>(value.clone()) {
        return Some(condition(&cond).if_words());
    }
    // A distance in average true ranges names no node, but is one.
    let period = value.get("period")?.as_f64()?;
    value.get("times")?;
    Some(describe(&indicator("atr").with("period", period)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EntryOrder, Exit};
    use domain::plan::{Distance, close};

    fn plan() -> Plan {
        let when = close()
            .above(close().sma(20))
            .and(close().rsi(14).below(70.0));
        let stop = Exit::Stop(Distance::Atr {
            period: 14,
            times: 2.0,
        });
        Plan::long(when, EntryOrder::Market).exit(Exit::Long(Box::new(stop)))
    }

    fn english(path: &str) -> String {
        describe_at(&plan(), path).map_or_else(String::new, |words| words.en)
    }

    #[test]
    fn a_path_leads_to_the_words_of_what_stands_there() {
        let average = describe(&close().sma(20)).en;
        assert_eq!(english("entries[0].when.all[0].above.right"), average);
        // The inside of an indicator is that indicator.
        let inside = "entries[0].when.all[0].above.right.indicator.inputs[0]";
        assert!(english(inside).contains("close"));
        assert_eq!(
            english("entries[0].when.all[0].above.right.indicator"),
            average
        );
        let both = english("entries[0].when");
        assert!(both.contains(&english("entries[0].when.all[0]")), "{both}");
        assert!(both.contains(" and "), "{both}");
    }

    #[test]
    fn a_distance_in_ranges_is_the_range() {
        let range = describe(&indicator("atr").with("period", 14.0)).en;
        assert_eq!(english("exits[0].stop.atr.indicator"), range);
    }

    #[test]
    fn a_path_that_leads_nowhere_has_no_words() {
        assert_eq!(describe_at(&plan(), "adds.when"), None);
    }
}
