//! The markets of an exchange: found by code or name, the most traded first, with what the exchange warns of.

use super::address::Address;
use super::keys::Keys;
use super::shelf::Shelf;
use super::words::{filled, words};
use crate::components::why::why;
use crate::i18n::word;
use crate::library::client::library;
use crate::library::protocol::{Answer, Ask, Kind, MarketRow, Trouble};
use crate::settings::use_settings;
use domain::{Lang, Venue};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Rows shown at once; the rest is found by typing.
const MOST: usize = 60;
/// Where favourites are remembered on this device.
const FAVOURITES: &str = "backcast.favourites";
/// The word of favourites among quote currencies.
const STARRED: &str = "favourites";

type Told = Option<Result<Vec<MarketRow>, Trouble>>;

/// The list to choose from.
#[component]
pub fn Markets(venue: Venue, address: Address, shelf: Shelf) -> impl IntoView {
    let told = RwSignal::new(None as Told);
    let load = move |anew| {
        told.set(None);
        spawn_local(async move {
            let heard = library().ask(Ask::Markets(venue, anew)).await;
            let heard = heard.map(|heard| match heard.answer {
                Answer::Markets(markets) => markets,
                _ => Vec::new(),
            });
            // The reader may have gone to another exchange.
            let _ = told.try_set(Some(heard));
        });
    };
    load(false);
    let starred = RwSignal::new(stars());
    let shown = Memo::new(move |_| shown(venue, &told.read(), address, &starred.read()));
    let list =
        move || match told.with(|told| told.as_ref().map(|told| told.as_ref().err().cloned())) {
            None => view! { <p class="data-note" role="status">{words().markets_loading}</p> }
                .into_any(),
            Some(Some(trouble)) => view! {
                <div class="notice error" role="alert" data-test="markets-trouble">
                    {why(trouble)}
                    <button class="button small" type="button" on:click=move |_| load(true)>
                        {words().ask_again}
                    </button>
                </div>
            }
            .into_any(),
            Some(None) => view! { <Rows shown venue address starred /> }.into_any(),
        };
    let keyless = move || {
        told.with(|told| matches!(told, Some(Err(why)) if matches!(why.kind, Kind::NeedsKey(_))))
    };
    let keys = (venue == Venue::Alpaca).then(|| {
        view! { <Keys venue wanted=Signal::derive(keyless) on_change=move || load(true) shelf /> }
    });
    view! {
        {keys}
        <fieldset class="field data-markets">
            <legend class="label">{word(|| words().markets)}</legend>
            <Chosen address />
            <div class="data-find">
                <input
                    class="input find"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    data-test="find-market"
                    aria-label=word(|| words().find_market)
                    placeholder=word(|| words().find_market)
                    prop:value=move || address.find.get()
                    on:input=move |event| address.find.set(event_target_value(&event))
                />
                <Quotes told address />
            </div>
            {list}
        </fieldset>
    }
}

/// The markets chosen so far; each can be taken out again.
#[component]
fn Chosen(address: Address) -> impl IntoView {
    let chip = move |code: String| {
        let label = {
            let code = code.clone();
            move || filled(words().unchoose, &[&code])
        };
        let text = code.clone();
        view! {
            <button
                class="chip"
                type="button"
                aria-pressed="true"
                aria-label=label
                data-test="chosen"
                on:click=move |_| address.markets.toggle(&code)
            >
                {text}
                " ×"
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=word(|| words().chosen)>
            <For each=move || address.markets.list() key=String::clone children=chip />
        </div>
    }
}

/// Only markets paid with this.
#[component]
fn Quotes(told: RwSignal<Told>, address: Address) -> impl IntoView {
    let quotes = Memo::new(move |_| {
        told.with(|told| {
            let rows = told.iter().flatten().flatten();
            let mut quotes: Vec<String> = rows.map(|row| row.quote.clone()).collect();
            quotes.sort_unstable();
            quotes.dedup();
            // Binance alone has dozens; the usual ones are enough to press.
            const USUAL: [&str; 8] = ["KRW", "USDT", "USDC", "BTC", "ETH", "FDUSD", "EUR", "USD"];
            quotes.retain(|quote| USUAL.contains(&quote.as_str()));
            quotes
        })
    });
    let chip = move |id: String, label: Signal<String>| {
        let now = id.clone();
        let pressed = move || (address.quote.get() == now).to_string();
        let test = format!("quote-{id}");
        view! {
            <button class="chip" type="button" data-test=test aria-pressed=pressed on:click=move |_| address.quote.set(id.clone())>
                {label}
            </button>
        }
    };
    view! {
        <div class="chips">
            {chip(String::new(), Signal::derive(|| words().all_quotes.to_owned()))}
            {chip(STARRED.to_owned(), Signal::derive(|| words().favourites.to_owned()))}
            <For
                each=move || quotes.get()
                key=String::clone
                children=move |quote| {
                    let label = quote.clone();
                    chip(quote, Signal::derive(move || label.clone()))
                }
            />
        </div>
    }
}

/// The rows that fit, and how many more there are.
type Shown = (Vec<MarketRow>, usize);

fn shown(venue: Venue, told: &Told, address: Address, starred: &[String]) -> Shown {
    let find = address.find.get().to_lowercase();
    let quote = address.quote.get();
    let rows = told.iter().flatten().flatten();
    let fits = |row: &&MarketRow| {
        let names = [row.korean.as_deref(), row.english.as_deref()];
        let names = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let text = format!("{} {names}", row.symbol).to_lowercase();
        let wanted = match quote.as_str() {
            "" => true,
            STARRED => starred.contains(&star_of(venue, row)),
            quote => row.quote == quote,
        };
        wanted && find.split_whitespace().all(|word| text.contains(word))
    };
    let mut rows: Vec<MarketRow> = rows.filter(fits).cloned().collect();
    rows.sort_by(|a, b| {
        let most = |row: &MarketRow| row.amount.unwrap_or(0.0);
        // Amounts of different currencies can't be compared.
        let usual = |row: &MarketRow| !matches!(row.quote.as_str(), "KRW" | "USDT" | "USD");
        usual(a)
            .cmp(&usual(b))
            .then_with(|| most(b).total_cmp(&most(a)))
            .then_with(|| a.symbol.cmp(&b.symbol))
    });
    let more = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    (rows, more)
}

#[component]
fn Rows(
    shown: Memo<Shown>,
    venue: Venue,
    address: Address,
    starred: RwSignal<Vec<String>>,
) -> impl IntoView {
    let lang = use_settings().lang;
    let row = move |row: MarketRow| {
        let code = row.symbol.as_str().to_owned();
        let star = star_of(venue, &row);
        let is_star = {
            let star = star.clone();
            move || starred.with(|stars| stars.contains(&star)).to_string()
        };
        let flip = move |_| {
            starred.update(
                |stars| match stars.iter().position(|known| *known == star) {
                    Some(place) => {
                        stars.remove(place);
                    }
                    None => stars.push(star.clone()),
                },
            );
            starred.with_untracked(|stars| remember(stars));
        };
        let chosen = {
            let code = code.clone();
            move || address.markets.list().contains(&code)
        };
        let choose = {
            let code = code.clone();
            move |_| address.markets.toggle(&code)
        };
        let star_label = {
            let code = code.clone();
            move || filled(words().favourite, &[&code])
        };
        let (korean, english) = (row.korean.clone(), row.english.clone());
        let name = move || match lang.get() {
            Lang::Ko => korean.clone().or_else(|| english.clone()),
            Lang::En => english.clone().or_else(|| korean.clone()),
        };
        let (amount, quote) = (row.amount, row.quote.clone());
        let amount = move || {
            amount.map(|amount| {
                let text = crate::format::compact(amount, lang.get());
                filled(words().amount_day, &[&text, &quote])
            })
        };
        let warnings = row.warnings.clone();
        let named = code.clone();
        let warned = move || {
            warnings
                .iter()
                .map(|word| warning(word))
                .collect::<Vec<_>>()
                .join(", ")
        };
        view! {
            <li class="market" data-test="market" data-market=named>
                <label class="check">
                    <input class="switch" type="checkbox" prop:checked=chosen on:change=choose disabled=!row.trading />
                    <strong>{code}</strong>
                    <span>{name}</span>
                </label>
                <span class="market-warning">{warned}</span>
                <span class="muted market-closed">{(!row.trading).then(|| word(|| words().not_trading))}</span>
                <span class="muted market-amount">{amount}</span>
                <button
                    class="icon-button star"
                    type="button"
                    aria-pressed=is_star
                    aria-label=star_label
                    data-test="star"
                    on:click=flip
                >
                    "★"
                </button>
            </li>
        }
    };
    view! {
        <ul class="markets" tabindex="0" aria-label=word(|| words().markets) data-test="markets">
            <For each=move || shown.get().0 key=|row| format!("{}{:?}", row.symbol, row.amount) children=row />
        </ul>
        <p class="field-help" role="status">
            {move || {
                let w = words();
                match shown.get() {
                    (rows, _) if rows.is_empty() => w.no_market.to_owned(),
                    (_, 0) => w.by_amount.to_owned(),
                    (_, more) => filled(w.more_markets, &[&more.to_string()]),
                }
            }}
        </p>
    }
}

/// What an exchange warns of.
fn warning(word: &str) -> &'static str {
    let korean = use_settings().lang.get() == Lang::Ko;
    match (word, korean) {
        ("warning", true) => "유의 종목",
        ("warning", false) => "Under warning",
        ("price_fluctuations", true) => "가격 급등락",
        ("price_fluctuations", false) => "Price swings",
        ("trading_volume_soaring", true) => "거래량 급등",
        ("trading_volume_soaring", false) => "Volume soaring",
        ("deposit_amount_soaring", true) => "입금량 급등",
        ("deposit_amount_soaring", false) => "Deposits soaring",
        ("global_price_differences", true) => "글로벌 시세 차이",
        ("global_price_differences", false) => "Price differs from the world's",
        ("concentration_of_small_accounts", true) => "소수 계정 집중",
        ("concentration_of_small_accounts", false) => "Few accounts trade it",
        (_, true) => "주의",
        (_, false) => "Caution",
    }
}

fn star_of(venue: Venue, row: &MarketRow) -> String {
    format!("{}:{}", venue.id(), row.symbol)
}

/// Storage can be locked; favourites then last as long as the page.
fn stars() -> Vec<String> {
    let storage = window().local_storage().ok().flatten();
    let text = storage.and_then(|storage| storage.get_item(FAVOURITES).ok().flatten());
    let text = text.unwrap_or_default();
    let words = text.split(',').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn remember(stars: &[String]) {
    if let Ok(Some(storage)) = window().local_storage() {
        // See above.
        let _ = storage.set_item(FAVOURITES, &stars.join(","));
    }
}
