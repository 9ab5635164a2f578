//! What this program is, which version runs, what the browser gives it and what needs the edge.

use crate::boot;
use crate::components::title::Title;
use crate::i18n::{use_words, word};
use crate::net;
use crate::state::use_lab;
use domain::ENGINE_VERSION;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::StorageManager;

/// The page.
#[component]
pub fn About() -> impl IntoView {
    view! {
        <Title text=Signal::derive(word(|| use_words().nav_about)) />
        <div class="prose" data-test="about">
            <h1>"Backcast"</h1>
            <p class="lead">{word(|| use_words().about_what)}</p>
            <p>{word(|| use_words().about_sample)}</p>
            <div class="columns">
                <Version />
                <Browser />
                <Edge />
                <Licences />
            </div>
        </div>
    }
}

#[component]
fn Version() -> impl IntoView {
    let boot::Info {
        build,
        version,
        commit,
    } = boot::info();
    view! {
        <section class="card">
            <h2>{word(|| use_words().about_version)}</h2>
            <dl class="facts">
                <dt>{word(|| use_words().fact_version)}</dt>
                <dd data-test="version">{version}</dd>
                <dt>{word(|| use_words().fact_build)}</dt>
                <dd class="mono">{build}</dd>
                <dt>{word(|| use_words().fact_commit)}</dt>
                <dd class="mono">{commit}</dd>
                <dt>{word(|| use_words().fact_engine)}</dt>
                <dd>{ENGINE_VERSION}</dd>
            </dl>
        </section>
    }
}

#[component]
fn Browser() -> impl IntoView {
    let lab = use_lab();
    let cores = window().navigator().hardware_concurrency();
    // The page did not start without these two, so that it runs is the proof.
    let yes = move || use_words().yes;
    let offline = boot::get(&window().navigator(), "serviceWorker");
    let offline = boot::get(&offline, "controller").is_truthy();
    let storage = RwSignal::new(None::<(f64, f64)>);
    let manager = boot::get(&window().navigator(), "storage");
    if let Ok(manager) = wasm_bindgen::JsCast::dyn_into::<StorageManager>(manager) {
        spawn_local(async move {
            let Ok(promise) = manager.estimate() else {
                return;
            };
            let Ok(estimate) = JsFuture::from(promise).await else {
                return;
            };
            let number = |name| boot::get(&estimate, name).as_f64();
            storage.set(number("usage").zip(number("quota")));
        });
    }
    let used = move || match storage.get() {
        Some((used, quota)) => {
            let (used, quota) = (used / 1_048_576.0, quota / 1_048_576.0);
            (use_words().storage_of)(
                &crate::format::number(used, 1),
                &crate::format::number(quota, 0),
            )
        }
        None => use_words().unknown.to_owned(),
    };
    view! {
        <section class="card">
            <h2>{word(|| use_words().about_browser)}</h2>
            <dl class="facts">
                <dt>"WebAssembly SIMD"</dt>
                <dd>{yes}</dd>
                <dt>{word(|| use_words().fact_workers)}</dt>
                <dd>{move || (use_words().workers_of)(lab.workers(), cores as usize)}</dd>
                <dt>{word(|| use_words().fact_offline)}</dt>
                <dd>
                    {move || if offline { use_words().yes } else { use_words().offline_next }}
                </dd>
                <dt>{word(|| use_words().fact_storage)}</dt>
                <dd>{used}</dd>
            </dl>
        </section>
    }
}

#[component]
fn Edge() -> impl IntoView {
    let served = RwSignal::new(None::<bool>);
    spawn_local(async move { served.set(Some(net::edge_is_served().await)) });
    let state = move || match served.get() {
        None => "asking",
        Some(true) => "reachable",
        Some(false) => "absent",
    };
    let text = move || match served.get() {
        None => use_words().edge_asking,
        Some(true) => use_words().edge_reachable,
        Some(false) => use_words().edge_absent,
    };
    view! {
        <section class="card">
            <h2>{word(|| use_words().about_edge)}</h2>
            <p data-test="edge" data-state=state role="status">{text}</p>
            <p class="muted">{word(|| use_words().edge_needs)}</p>
        </section>
    }
}

#[component]
fn Licences() -> impl IntoView {
    view! {
        <section class="card">
            <h2>{word(|| use_words().about_licences)}</h2>
            <dl class="facts">
                <dt>"Backcast"</dt>
                <dd>"MIT / Apache-2.0"</dd>
                <dt>"Apache ECharts"</dt>
                <dd>"Apache-2.0"</dd>
                <dt>"Leptos"</dt>
                <dd>"MIT"</dd>
                <dt>"wasm-bindgen"</dt>
                <dd>"MIT / Apache-2.0"</dd>
            </dl>
        </section>
    }
}
