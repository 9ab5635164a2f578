//! What the reader sees when the page's own program breaks: after a panic in wasm nothing of it can run any more,
//! so this is made with the plain DOM.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

/// Shows a notice with the reason and a way out when the page panics.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            // Nobody is left to tell when even this fails.
            let _ = show(&document, &info.to_string());
        }
    }));
}

fn show(document: &Document, reason: &str) -> Result<(), JsValue> {
    let korean = document
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .is_some_and(|lang| lang == "ko");
    let (what, reload) = if korean {
        (
            "페이지에 오류가 발생했습니다. 새로고침하면 주소에 담긴 설정으로 다시 시작합니다.",
            "새로고침",
        )
    } else {
        (
            "The page broke. A reload starts it again with the settings in the address.",
            "Reload",
        )
    };
    let notice = element(document, "div", "notice error crash", "")?;
    notice.set_attribute("role", "alert")?;
    notice.append_child(&*element(document, "p", "", what)?)?;
    notice.append_child(&*element(document, "code", "", reason)?)?;
    let button = element(document, "button", "button", reload)?;
    // Not a closure of ours: the instance it would run in is the one that broke.
    let act = js_sys::Reflect::get(&document.location().into(), &"reload".into())?;
    let bound = act
        .dyn_into::<js_sys::Function>()?
        .bind0(&document.location().into());
    button.add_event_listener_with_callback("click", &bound)?;
    notice.append_child(&button)?;
    if let Some(body) = document.body() {
        body.append_child(&notice)?;
    }
    Ok(())
}

fn element(document: &Document, tag: &str, class: &str, text: &str) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Ok(element)
}
