//! Holds the published schema of plans to the types it comes from, and plans to the schema.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files and stops at the first surprise"
)]

use domain::StrategyChoice;
use domain::plan::Plan;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn the_published_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(Plan).to_value();
    let file = docs().join("plan.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        std::fs::write(&file, text).unwrap();
    }
    let published = published();
    assert!(
        published == schema,
        "docs/plan.schema.json is not the schema of domain::plan::Plan any more; \
         run `UPDATE_SCHEMA=1 cargo test -p strategies --test schema` and commit the file"
    );
}

#[test]
fn every_strategy_of_the_library_fits_the_schema_and_survives_the_trip() {
    let schema = published();
    for strategy in strategies::ALL {
        let choice = StrategyChoice::library(strategy.id, BTreeMap::new());
        let plan = strategies::plan_of(&choice).unwrap();
        let value = serde_json::to_value(&plan).unwrap();
        assert_eq!(fault(&schema, &value), None, "{}", strategy.id);
        let bytes = serde_json::to_vec(&plan).unwrap();
        assert_eq!(strategies::parse(&bytes).unwrap(), plan);
    }
}

#[test]
fn every_example_of_the_page_is_a_plan_and_fits_the_schema() {
    let schema = published();
    let page = std::fs::read_to_string(docs().join("plan.md")).unwrap();
    let examples: Vec<&str> = page
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(examples.len() >= 3, "the page shows {}", examples.len());
    for example in examples {
        let value: Value = serde_json::from_str(example).unwrap();
        assert_eq!(fault(&schema, &value), None, "{example}");
        let plan = strategies::parse(example.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        // What the schema allows to be left out is left out by the reader as well.
        let whole = serde_json::to_value(&plan).unwrap();
        assert_eq!(fault(&schema, &whole), None);
    }
}

#[test]
fn every_error_of_the_page_is_what_the_reader_says() {
    let page = std::fs::read_to_string(docs().join("plan.md")).unwrap();
    let market =
        |when: Value| json!({ "entries": [{ "side": "long", "when": when, "order": "market" }] });
    let sma = |params: Value| json!({ "indicator": { "id": "sma", "params": params } });
    let above = |right: Value| json!({ "above": { "left": { "price": "close" }, "right": right } });
    let wrong = [
        market(above(sma(json!({ "period": 0 })))),
        market(json!({ "above": { "left": { "price": "close" }, "than": { "number": 1 } } })),
        market(
            json!({ "above": { "left": { "indicator": { "id": "sma", "inputs": ["next_open"] } }, "right": { "number": 1 } } }),
        ),
    ];
    for plan in wrong {
        let said = strategies::parse(&serde_json::to_vec(&plan).unwrap()).unwrap_err();
        let said = said.to_string();
        let said = said.split(" at line ").next().unwrap();
        assert!(page.contains(said), "docs/plan.md does not show {said:?}");
    }
}

#[test]
fn the_checker_finds_what_is_planted() {
    let schema = published();
    let good = json!({ "entries": [{ "side": "long", "when": "always", "order": "market" }] });
    assert_eq!(fault(&schema, &good), None);
    let planted = [
        ("/entries/0/side", json!("up")),
        (
            "/entries/0/when",
            json!({ "above": { "left": "next_open" } }),
        ),
        (
            "/entries/0/when",
            json!({ "for_bars": { "when": "always", "bars": -1 } }),
        ),
        (
            "/entries/0/when",
            json!({ "for_bars": { "when": "always", "bars": 1.5 } }),
        ),
        ("/entries/0/order", json!({ "stop": { "number": "1" } })),
        (
            "/entries/0",
            json!({ "side": "long", "when": "always", "order": "market", "size": 1 }),
        ),
        ("/entries", json!({})),
    ];
    for (place, value) in planted {
        let mut plan = good.clone();
        *plan.pointer_mut(place).unwrap() = value;
        assert!(fault(&schema, &plan).is_some(), "{plan}");
        assert!(strategies::parse(&serde_json::to_vec(&plan).unwrap()).is_err());
    }
}

/// The numbers of a plan that have bounds: a plan around each, and the values at and beyond its ends.
#[test]
fn the_bounds_of_the_schema_are_those_of_the_reader() {
    let schema = published();
    let entry = |when: Value| json!({ "side": "long", "when": when, "order": "market" });
    let exits = |exit: Value| json!({ "entries": [entry(json!("always"))], "exits": [{ "stop": { "percent": 5 } }, exit] });
    let when = |when: Value| json!({ "entries": [entry(when)] });
    let with = |name: &str, value: Value| {
        let mut plan = when(json!("always"));
        plan[name] = value;
        plan
    };
    let close = json!({ "price": "close" });
    let atr = |number: &Value, times: f64| json!({ "atr": { "period": number, "times": times } });
    let hours = |opens: &Value, closes: &Value| {
        when(json!({ "hours": { "zone": "seoul", "opens": opens, "closes": closes } }))
    };
    let adds = |most: &Value, scale: &Value| {
        let on = json!({ "gain": { "percent": 1 } });
        with("adds", json!({ "most": most, "when": on, "scale": scale }))
    };
    let one = json!(1);
    type Around<'a> = Box<dyn Fn(&Value) -> Value + 'a>;
    let places: Vec<(Around, [f64; 2], f64)> = vec![
        (
            Box::new(|n| exits(json!({ "after_bars": n }))),
            [1.0, 100_000.0],
            1.0,
        ),
        (
            Box::new(|n| exits(json!({ "stop": { "percent": n } }))),
            [1e-6, 10_000.0],
            1e-7,
        ),
        (
            Box::new(|n| exits(json!({ "stop": atr(n, 2.0) }))),
            [1.0, 5_000.0],
            1.0,
        ),
        (
            Box::new(|n| exits(json!({ "stop": { "atr": { "period": 5, "times": n } } }))),
            [1e-6, 10_000.0],
            1e-7,
        ),
        (
            Box::new(|n| exits(json!({ "target": { "at": { "r": n }, "share": 1 } }))),
            [1e-6, 10_000.0],
            1e-7,
        ),
        (
            Box::new(|n| exits(json!({ "target": { "at": { "r": 1 }, "share": n } }))),
            [1e-6, 1.0],
            1e-7,
        ),
        (
            Box::new(|n| exits(json!({ "trail": { "by": { "percent": n }, "behind": "best" } }))),
            [1e-6, 99.999],
            1e-7,
        ),
        (
            Box::new(|n| exits(json!({ "trail": { "by": atr(n, 2.0), "behind": "best" } }))),
            [1.0, 5_000.0],
            1.0,
        ),
        (
            Box::new(|n| exits(json!({ "break_even": { "after": { "percent": 1 }, "plus": n } }))),
            [-99.0, 1_000.0],
            0.5,
        ),
        (
            Box::new(|n| exits(json!({ "session_end": { "zone": "utc", "minute": n } }))),
            [0.0, 1_439.0],
            1.0,
        ),
        (
            Box::new(|n| when(json!({ "for_bars": { "when": "always", "bars": n } }))),
            [1.0, 100_000.0],
            1.0,
        ),
        (
            Box::new(|n| when(json!({ "within": { "when": "always", "bars": n } }))),
            [1.0, 100_000.0],
            1.0,
        ),
        (Box::new(|n| hours(n, &one)), [0.0, 1_439.0], 1.0),
        (Box::new(|n| hours(&one, n)), [0.0, 1_440.0], 1.0),
        (
            Box::new(|n| {
                when(
                    json!({ "above": { "left": close, "right": { "lag": { "of": close, "bars": n } } } }),
                )
            }),
            [1.0, 100_000.0],
            1.0,
        ),
        (Box::new(|n| adds(n, &one)), [1.0, 10_000.0], 1.0),
        (Box::new(|n| adds(&one, n)), [0.01, 100.0], 0.001),
        (
            Box::new(
                |n| json!({ "hold": { "when": "always", "share": { "number": 1 }, "tolerance": n } }),
            ),
            [0.0, 1.0],
            0.1,
        ),
    ];
    for (around, [least, most], beyond) in &places {
        for (number, fits) in [
            (*least, true),
            (*most, true),
            (least - beyond, false),
            (most + beyond, false),
        ] {
            let whole = *beyond == 1.0;
            let number = if whole {
                json!(number as i64)
            } else {
                json!(number)
            };
            let plan = around(&number);
            let read = strategies::parse(&serde_json::to_vec(&plan).unwrap());
            assert_eq!(read.is_ok(), fits, "{plan}: {read:?}");
            assert_eq!(fault(&schema, &plan).is_none(), fits, "{plan}");
        }
    }
    for empty in [
        json!({ "all": [] }),
        json!({ "any": [] }),
        json!({ "weekdays": { "zone": "utc", "days": [] } }),
    ] {
        let plan = when(empty);
        assert!(strategies::parse(&serde_json::to_vec(&plan).unwrap()).is_err());
        assert!(fault(&schema, &plan).is_some(), "{plan}");
    }
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn published() -> Value {
    let file = docs().join("plan.schema.json");
    serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap()
}

/// What is wrong with a value, by the part of JSON Schema that the published schema uses; a word it doesn't know is
/// a fault as well, so nothing goes unchecked.
fn fault(root: &Value, value: &Value) -> Option<String> {
    against(root, root, value).err()
}

fn against(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let Some(words) = schema.as_object() else {
        return if schema == &json!(true) {
            Ok(())
        } else {
            Err("nothing fits".into())
        };
    };
    for (word, rule) in words {
        let fits = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" => true,
            // Whole numbers and pointers are said by type and minimum; the formats only name machine types.
            "format" => true,
            // Symbols only: their reader is the pattern.
            "pattern" => value
                .as_str()
                .is_none_or(|text| domain::Symbol::parse(text).is_ok()),
            "$ref" => {
                let place = rule.as_str().and_then(|place| place.strip_prefix('#'));
                let target = place.and_then(|place| root.pointer(place));
                against(root, target.ok_or("a reference to nothing")?, value)?;
                true
            }
            "type" => match rule {
                Value::Array(names) => names.iter().any(|name| is(name, value)),
                name => is(name, value),
            },
            "const" => rule == value,
            "enum" => rule.as_array().is_some_and(|all| all.contains(value)),
            "minimum" => value
                .as_f64()
                .is_none_or(|number| Some(number) >= rule.as_f64()),
            "maximum" => value
                .as_f64()
                .is_none_or(|number| Some(number) <= rule.as_f64()),
            "minItems" => value.as_array().is_none_or(|items| {
                rule.as_u64()
                    .is_some_and(|least| items.len() as u64 >= least)
            }),
            "anyOf" => fitting(root, rule, value) >= 1,
            "oneOf" => fitting(root, rule, value) == 1,
            "items" => all(value.as_array(), |item| against(root, rule, item))?,
            "required" => {
                let names = rule.as_array().into_iter().flatten();
                let missing = |name: &&Value| value.get(name.as_str().unwrap_or("")).is_none();
                !value.is_object() || !names.into_iter().any(|name| missing(&name))
            }
            "properties" => {
                for (name, inner) in rule.as_object().into_iter().flatten() {
                    if let Some(found) = value.get(name) {
                        against(root, inner, found).map_err(|why| format!("{name}: {why}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties");
                let is_known = |name: &str| known.is_some_and(|known| known.get(name).is_some());
                for (name, found) in value.as_object().into_iter().flatten() {
                    if !is_known(name) {
                        against(root, rule, found).map_err(|why| format!("{name}: {why}"))?;
                    }
                }
                true
            }
            unknown => return Err(format!("the checker does not know {unknown}")),
        };
        if !fits {
            return Err(format!("{value} is not {word} {rule}"));
        }
    }
    Ok(())
}

fn is(name: &Value, value: &Value) -> bool {
    match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    }
}

fn all(
    items: Option<&Vec<Value>>,
    check: impl Fn(&Value) -> Result<(), String>,
) -> Result<bool, String> {
    items.into_iter().flatten().try_for_each(check)?;
    Ok(true)
}

fn fitting(root: &Value, schemas: &Value, value: &Value) -> usize {
    let all = schemas.as_array().into_iter().flatten();
    all.filter(|schema| against(root, schema, value).is_ok())
        .count()
}
