//! The few calls of ECharts the page makes: init, setOption, resize, actions, picture, dispose.

use crate::boot;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, ResizeObserver};

/// A chart on the page; it is disposed when dropped, so none is left behind when a page is left.
pub struct Chart {
    instance: JsValue,
    watch: ResizeObserver,
    _on_resize: Closure<dyn Fn()>,
}

impl Chart {
    /// Loads the library, once, and starts an empty chart that follows the size of its element.
    pub async fn start(element: HtmlElement) -> Result<Chart, JsValue> {
        let library = JsFuture::from(boot::charts()?).await?;
        let options = object(&[("renderer", &"canvas".into())]);
        let arguments = [element.clone().into(), JsValue::NULL, options];
        let instance = call(&library, "init", &arguments)?;
        let on_resize = {
            let instance = instance.clone();
            Closure::<dyn Fn()>::new(move || {
                // A chart that was disposed in the meantime has no size to lose.
                let _ = call(&instance, "resize", &[]);
            })
        };
        let watch = ResizeObserver::new(on_resize.as_ref().unchecked_ref())?;
        watch.observe(&element);
        Ok(Chart {
            instance,
            watch,
            _on_resize: on_resize,
        })
    }

    /// Shows an option; what it doesn't name stays, except for the vertical axes, whose type may change.
    pub fn set(&self, option: &JsValue) -> Result<(), JsValue> {
        let replace = object(&[("replaceMerge", &Array::of1(&"yAxis".into()))]);
        call(&self.instance, "setOption", &[option.clone(), replace]).map(drop)
    }

    /// Shows this part of the time axis, in percent.
    pub fn zoom(&self, start: f64, end: f64) -> Result<(), JsValue> {
        let action = object(&[
            ("type", &"dataZoom".into()),
            ("dataZoomIndex", &0.into()),
            ("start", &start.into()),
            ("end", &end.into()),
        ]);
        call(&self.instance, "dispatchAction", &[action]).map(drop)
    }

    /// The part of the time axis on show, in percent.
    pub fn zoomed(&self) -> Option<(f64, f64)> {
        let option = call(&self.instance, "getOption", &[]).ok()?;
        let zoom = Array::from(&boot::get(&option, "dataZoom")).get(0);
        boot::get(&zoom, "start")
            .as_f64()
            .zip(boot::get(&zoom, "end").as_f64())
    }

    /// The chart as the address of a PNG.
    pub fn picture(&self, background: &str) -> Option<String> {
        let options = object(&[
            ("type", &"png".into()),
            ("pixelRatio", &2.into()),
            ("backgroundColor", &background.into()),
        ]);
        call(&self.instance, "getDataURL", &[options])
            .ok()?
            .as_string()
    }
}

impl Drop for Chart {
    fn drop(&mut self) {
        self.watch.disconnect();
        // Nothing is left to do when the chart refuses to go.
        let _ = call(&self.instance, "dispose", &[]);
    }
}

/// Sets what lies at the end of a path such as `xAxis.0.axisLabel.formatter`; the way there must exist.
pub fn put(option: &JsValue, path: &str, value: &JsValue) {
    let (way, last) = path.rsplit_once('.').unwrap_or(("", path));
    let place = way
        .split('.')
        .filter(|step| !step.is_empty())
        .fold(option.clone(), |place, step| boot::get(&place, step));
    let set = Reflect::set(&place, &last.into(), value);
    debug_assert!(set.is_ok(), "no {path} in the option");
}

fn object(pairs: &[(&str, &JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in pairs {
        put(&object, name, value);
    }
    object.into()
}

fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = boot::get(object, name).dyn_into()?;
    Reflect::apply(&function, object, &arguments.iter().collect())
}
