//! How the page is shown: language, theme, time zone, gain colours and shortcuts; remembered on this device.

use domain::{Lang, Ts};
use js_sys::Date;
use leptos::prelude::*;
use std::cell::OnceCell;
use wasm_bindgen::JsValue;

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Follows the system.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Which clock times are shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Korea, UTC+9 all year.
    Kst,
    /// Coordinated universal time.
    Utc,
    /// The clock of this device.
    Local,
}

/// Which colour stands for a gain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gain {
    /// Up is green, down is red.
    Us,
    /// Up is red, down is blue.
    Kr,
}

/// The reader's choices.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Language of the page.
    pub lang: RwSignal<Lang>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Clock.
    pub zone: RwSignal<Zone>,
    /// Gain colours.
    pub gain: RwSignal<Gain>,
    /// Do single letters act as shortcuts?
    pub shortcuts: RwSignal<bool>,
    /// Is the page dark now, whoever decided it?
    pub dark: Memo<bool>,
}

impl Settings {
    /// Reads what is remembered, applies it, and remembers every change.
    fn new() -> Settings {
        // The first script has already decided language and colours; one decision, one place.
        let lang = match root_attribute("lang").as_deref() {
            Some("ko") => Lang::Ko,
            _ => Lang::En,
        };
        let gain = match root_attribute("data-gain").as_deref() {
            Some("kr") => Gain::Kr,
            _ => Gain::Us,
        };
        let theme = match stored("theme").as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let zone = match (stored("zone").as_deref(), lang) {
            (Some("utc"), _) => Zone::Utc,
            (Some("local"), _) => Zone::Local,
            (Some("kst"), _) | (None, Lang::Ko) => Zone::Kst,
            _ => Zone::Utc,
        };
        let system_dark = system_dark();
        let theme = RwSignal::new(theme);
        let dark = Memo::new(move |_| match theme.get() {
            Theme::System => system_dark.get(),
            Theme::Light => false,
            Theme::Dark => true,
        });
        let settings = Settings {
            lang: RwSignal::new(lang),
            theme,
            zone: RwSignal::new(zone),
            gain: RwSignal::new(gain),
            shortcuts: RwSignal::new(stored("shortcuts").as_deref() != Some("off")),
            dark,
        };
        settings.apply();
        settings
    }

    fn apply(self) {
        Effect::new(move |_| set_root_attribute("lang", self.lang.get().tag()));
        Effect::new(move |_| {
            set_root_attribute("data-theme", if self.dark.get() { "dark" } else { "light" });
            colour_the_frame();
        });
        Effect::new(move |_| {
            set_root_attribute(
                "data-gain",
                if self.gain.get() == Gain::Kr {
                    "kr"
                } else {
                    "us"
                },
            );
        });
        // Only what the reader changed is written: a default must be free to follow a better default.
        self.remember("lang", move || self.lang.get().tag());
        self.remember("theme", move || match self.theme.get() {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        });
        self.remember("zone", move || match self.zone.get() {
            Zone::Kst => "kst",
            Zone::Utc => "utc",
            Zone::Local => "local",
        });
        self.remember("gain", move || {
            if self.gain.get() == Gain::Kr {
                "kr"
            } else {
                "us"
            }
        });
        self.remember(
            "shortcuts",
            move || if self.shortcuts.get() { "on" } else { "off" },
        );
    }

    fn remember(self, key: &'static str, value: impl Fn() -> &'static str + 'static) {
        Effect::new(move |before: Option<&'static str>| {
            let now = value();
            if before.is_some_and(|before| before != now) {
                store(key, now);
            }
            now
        });
    }
}

/// The reader's choices. There is one reader, so they are found from anywhere: also from a chart that asks for a word
/// while it draws, outside every component. First asked for by the shell, which is never taken down.
pub fn use_settings() -> Settings {
    thread_local!(static SETTINGS: OnceCell<Settings> = const { OnceCell::new() });
    SETTINGS.with(|settings| *settings.get_or_init(Settings::new))
}

impl Zone {
    /// The moment moved so that its UTC reading is this zone's clock.
    pub fn clock(self, at: Ts) -> Ts {
        Ts(at.0 + i64::from(self.minutes(at)) * 60_000)
    }

    /// The name to print beside a time.
    pub fn name(self, at: Ts) -> String {
        match self {
            Zone::Kst => "KST".to_owned(),
            Zone::Utc => "UTC".to_owned(),
            Zone::Local => crate::format::offset(self.minutes(at)),
        }
    }

    fn minutes(self, at: Ts) -> i32 {
        match self {
            Zone::Kst => 540,
            Zone::Utc => 0,
            // The device knows when its clocks change; JS counts minutes the other way round.
            Zone::Local => {
                -(Date::new(&JsValue::from_f64(at.0 as f64)).get_timezone_offset() as i32)
            }
        }
    }
}

fn system_dark() -> ReadSignal<bool> {
    let query = window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten();
    let (dark, set_dark) = signal(query.as_ref().is_some_and(|query| query.matches()));
    if let Some(query) = query {
        let watched = query.clone();
        let changed = wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || {
            set_dark.set(watched.matches());
        });
        query.set_onchange(Some(wasm_bindgen::JsCast::unchecked_ref(changed.as_ref())));
        // Settings live as long as the page.
        changed.forget();
    }
    dark
}

fn root_attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Fails only for an invalid attribute name, and these are ours.
        let _ = root.set_attribute(name, value);
    }
}

/// The frame a phone draws around the page takes the colour of the bar.
fn colour_the_frame() -> Option<()> {
    let root = document().document_element()?;
    let style = window().get_computed_style(&root).ok().flatten()?;
    let colour = style.get_property_value("--surface").ok()?;
    let meta = document()
        .query_selector("meta[name=theme-color]")
        .ok()
        .flatten()?;
    meta.set_attribute("content", colour.trim()).ok()
}

/// What is remembered on this device. Storage can be locked or full; the page then works with its defaults.
pub fn stored(key: &str) -> Option<String> {
    let storage = window().local_storage().ok().flatten()?;
    storage.get_item(&format!("backcast.{key}")).ok().flatten()
}

/// Remembers something on this device.
pub fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("backcast.{key}"), value);
    }
}
