//! What is wrong with a file, kind by kind with row and value, and the repairs one may ask for.

use super::import_desk::Desk;
use super::text::count;
use super::words::{filled, words};
use crate::i18n::word;
use crate::settings::use_settings;
use intake::{Found, Repair, Severity};
use leptos::prelude::*;

/// Places shown of each kind.
const PLACES: usize = 20;

/// What was found, and what can be done.
#[component]
pub fn Verdict(desk: Desk) -> impl IntoView {
    let lang = use_settings().lang;
    let heading = move || {
        let w = words();
        desk.findings.with(|findings| {
            match findings.as_ref().map(|findings| findings.kinds.len()) {
                None => w.check_file.to_owned(),
                Some(0) => w.found_nothing.to_owned(),
                Some(kinds) => filled(w.found, &[&kinds.to_string()]),
            }
        })
    };
    let kinds = move || {
        let lang = lang.get();
        desk.findings.with(|findings| {
            let kinds = findings.iter().flat_map(|findings| &findings.kinds);
            kinds.map(|found| kind(found, lang)).collect_view()
        })
    };
    let offered = Memo::new(move |_| {
        desk.findings
            .with(|findings| {
                findings.as_ref().map(|findings| {
                    findings
                        .repairs()
                        .iter()
                        .map(|one| one.id())
                        .collect::<Vec<_>>()
                })
            })
            .unwrap_or_default()
    });
    let none = move || offered.with(Vec::is_empty);
    view! {
        <div class="verdict" data-test="verdict">
            <p role="status" data-test="verdict-heading">{heading}</p>
            {kinds}
            <fieldset class="field" hidden=none>
                <legend class="label">{word(|| words().repairs)}</legend>
                <p class="field-help">{word(|| words().repairs_about)}</p>
                <For each=move || offered.get() key=|id| *id children=move |id| view! { <Offer id desk /> } />
            </fieldset>
        </div>
    }
}

#[component]
fn Offer(id: &'static str, desk: Desk) -> impl IntoView {
    let lang = use_settings().lang;
    let same = move |repair: &Repair| repair.id() == id;
    let Some(repair) = Repair::ALL.into_iter().find(same) else {
        return ().into_any();
    };
    let asked = move || desk.repairs.with(|repairs| repairs.iter().any(same));
    let flip = move |event| {
        let wanted = event_target_checked(&event);
        desk.repairs.update(|repairs| {
            repairs.retain(|known| !same(known));
            if wanted {
                repairs.push(repair);
            }
        });
    };
    view! {
        <label class="check">
            <input class="switch" type="checkbox" data-test=format!("repair-{id}") prop:checked=asked on:change=flip />
            {move || repair.about().get(lang.get())}
        </label>
    }
    .into_any()
}

fn kind(found: &Found, lang: domain::Lang) -> impl IntoView + use<> {
    let w = words();
    let (class, bad) = match found.kind.severity() {
        Severity::Stops => ("found fold stops", w.stops),
        Severity::Warns => ("found fold", w.warns),
    };
    let rows: Vec<_> = found
        .first
        .iter()
        .take(PLACES)
        .map(|defect| {
            let row = match defect.row {
                0 => w.whole_file.to_owned(),
                row => row.to_string(),
            };
            view! {
                <tr>
                    <th scope="row">{row}</th>
                    <td>{defect.column.clone()}</td>
                    <td><code>{defect.value.clone()}</code></td>
                    <td>{defect.right.get(lang).to_owned()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <details class=class data-test=format!("found-{}", found.kind.id())>
            <summary>
                <strong>{found.kind.name().get(lang)}</strong>
                <span>{count(u64::from(found.count))} "×"</span>
                <span class="muted">{bad}</span>
            </summary>
            <p class="field-help">{found.kind.about().get(lang)}</p>
            <div class="scroll-x" tabindex="0" role="group" aria-label=found.kind.name().get(lang)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{w.row}</th>
                            <th scope="col">{w.column}</th>
                            <th scope="col">{w.value}</th>
                            <th scope="col">{w.right}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
