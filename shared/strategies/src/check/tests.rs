//! What is refused, with the words and the path of the refusal.

use super::*;
use domain::plan::{Cond, close, indicator, next_open};

fn refuse(plan: &Plan, want: &str) {
    assert_eq!(check(plan).unwrap_err().to_string(), want);
}

fn plan(when: Cond) -> Plan {
    Plan::long(when, EntryOrder::Market).exit(Exit::AfterBars(1))
}

#[test]
fn an_error_names_the_path() {
    refuse(
        &plan(close().above(close().sma(0))),
        "entries[0].when.above.right.indicator.params.period: 0 is below 1",
    );
    refuse(
        &plan(close().above(indicator("sma").of(close()).of(close()))),
        "entries[0].when.above.right.indicator.inputs: sma takes 1 inputs or none, not 2",
    );
    refuse(
        &plan(close().above(indicator("macd").output("slow"))),
        "entries[0].when.above.right.indicator.output: there is no output \"slow\", there are macd, signal, hist",
    );
    let wild = Exit::Stop(Distance::Atr {
        period: 0,
        times: 2.0,
    });
    refuse(
        &plan(Cond::Always).exit(wild),
        "exits[1].stop.atr.period: 0 is below 1",
    );
    refuse(
        &plan(Cond::Always).exit(Exit::target(Distance::R(2.0))),
        "exits[1].target.at.r: what is risked is known only with a stop among the exits",
    );
    let unknown = check(&plan(close().above(indicator("magic")))).unwrap_err();
    assert!(unknown.to_string().starts_with(
        "entries[0].when.above.right.indicator.id: there is no indicator \"magic\", there are ad, "
    ));
}

#[test]
fn a_misspelt_field_is_named_with_its_path() {
    let json = br#"{"entries":[{"side":"long","when":{"above":{"left":{"price":"close"},"rigth":{"number":1}}},"order":"market"}]}"#;
    let error = parse(json).unwrap_err().to_string();
    assert!(
        error.starts_with("entries[0].when.above.rigth: unknown field `rigth`"),
        "{error}"
    );
    let json = br#"{"entries":[{"side":"long","when":"always","order":"market"}],"exits":[{"stop":{"atr":{"period":-1,"times":2}}}]}"#;
    let error = parse(json).unwrap_err().to_string();
    assert!(error.starts_with("exits[0].stop.atr.period: "), "{error}");
}

#[test]
fn a_list_does_not_stand_for_fields() {
    let sides = r#"{"left":{"price":"close"},"right":{"indicator":{"id":"sma"}}}"#;
    let list = r#"[{"price":"close"},{"indicator":{"id":"sma"}}]"#;
    assert_eq!(
        said(&changed(sides, list)),
        "entries[0].when.above: its fields need their names, a list has none"
    );
    let whole = r#"[[["long","always","market"]]]"#;
    assert_eq!(
        said(whole),
        "plan: its fields need their names, a list has none"
    );
}

/// A plan that buys and leaves after a bar, with this text instead of another.
fn changed(from: &str, to: &str) -> String {
    let plan = r#"{"entries":[{"side":"long","when":{"above":{"left":{"price":"close"},"right":{"indicator":{"id":"sma"}}}},"order":"market"}],"exits":[{"after_bars":1}],"sizing":{"equity":{"fraction":1}}}"#;
    assert!(parse(plan.as_bytes()).is_ok(), "the others start from here");
    assert!(plan.contains(from), "{from}");
    plan.replacen(from, to, 1)
}

fn said(json: &str) -> String {
    parse(json.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_slip_of_the_pen_is_told_what_was_meant() {
    for (from, to, words) in [
        (
            "above",
            "abov",
            "entries[0].when: unknown variant `abov` (did you mean `above`?), expected one of `always`",
        ),
        (
            "exits",
            "exit",
            "exit: unknown field `exit` (did you mean `exits`?), expected",
        ),
        (
            "\"close",
            "\"clsoe",
            "entries[0].when.above.left.price: unknown variant `clsoe` (did you mean `close`?)",
        ),
        (
            "\"sma",
            "\"smaa",
            "entries[0].when.above.right.indicator.id: there is no indicator \"smaa\", did you mean sma?",
        ),
    ] {
        let got = said(&changed(from, to));
        assert!(got.starts_with(words), "{got}");
    }
}

#[test]
fn what_a_number_must_be_is_said_without_the_names_of_our_types() {
    let got = said(&changed(":1}]", ":\"ten\"}]"));
    assert!(
        got.starts_with(
            "exits[0].after_bars: invalid type: string \"ten\", expected a whole number"
        ),
        "{got}"
    );
    let got = said(&changed("fraction\":1", "fraction\":0"));
    assert_eq!(
        got,
        "sizing.equity.fraction: 0 is not allowed, it must be above 0 and up to 125"
    );
}

#[test]
fn a_plan_is_the_whole_text_and_one_place_holds_one_thing() {
    let plan = changed("long", "long");
    assert!(parse(format!("{plan}\n").as_bytes()).is_ok());
    for more in ["x", "{}", &plan] {
        let got = said(&format!("{plan}{more}"));
        assert!(got.starts_with("plan: nothing may follow it:"), "{got}");
    }
    let got = said(&changed(
        "after_bars\":1",
        "after_bars\":1,\"signal\":\"always\"",
    ));
    assert!(
        got.starts_with("exits[0]: only one field may stand here, found another at line 1"),
        "{got}"
    );
    // What isn't JSON at all stays what the reader says of it.
    let got = said(&changed("after_bars\":1", "after_bars\":NaN"));
    assert!(got.contains("expected value at line 1"), "{got}");
}

#[test]
fn the_next_open_is_refused_where_it_would_look_ahead() {
    assert_eq!(check(&plan(next_open().above(close()))), Ok(()));
    for looking_ahead in [
        plan(close().above(next_open().sma(3))),
        plan(close().above(next_open().lag(1))),
        plan(close().crosses_above(next_open())),
        plan(next_open().above(close()).for_bars(2)),
        plan(Cond::Always).exit_when(close().below(next_open())),
    ] {
        let error = check(&looking_ahead).unwrap_err();
        assert!(error.to_string().contains("next open"), "{error}");
    }
}

#[test]
fn the_last_symbol_is_the_last_one_traded() {
    let known = ["A", "B", "WATCHED"].map(|code| Symbol::parse(code).unwrap());
    let place = |symbol| symbol_of("here", &symbol, &known, 2);
    assert_eq!(place(SymbolRef::First), Ok(0));
    assert_eq!(place(SymbolRef::Last), Ok(1));
    assert_eq!(place(SymbolRef::Code(known[2])), Ok(2));
}

#[test]
fn survives_json() {
    let plan = plan(
        close()
            .crosses_above(close().ema(9))
            .and(close().above(3.0)),
    );
    let json = serde_json::to_vec(&plan).unwrap();
    assert_eq!(parse(&json).unwrap(), plan);
}
