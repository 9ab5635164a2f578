//! Files a reader chose or dropped, whole folders too.

use crate::boot::get;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::ev::DragEvent;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};

/// What a folder may hold besides is left alone.
const KINDS: [&str; 8] = ["csv", "tsv", "txt", "json", "parquet", "pq", "zip", "gz"];
/// Files taken at once.
const MOST: usize = 500;

/// The files of a file field.
pub fn picked(files: &FileList) -> Vec<File> {
    let all = (0..files.length()).filter_map(|place| files.get(place));
    tidy(all.collect())
}

/// The files that were dropped; folders are walked through.
pub async fn dropped(event: &DragEvent) -> Vec<File> {
    let Some(transfer) = event.data_transfer() else {
        return Vec::new();
    };
    // All entries are taken now: the list is empty once the event is over.
    let items = Array::from(&get(&transfer, "items"));
    let mut open: Vec<JsValue> = items
        .iter()
        .filter_map(|item| call(&item, "webkitGetAsEntry", &[]).ok())
        .filter(|entry| entry.is_object())
        .collect();
    if open.is_empty() {
        return transfer
            .files()
            .map(|files| picked(&files))
            .unwrap_or_default();
    }
    open.reverse();
    let mut files = Vec::new();
    while let Some(entry) = open.pop() {
        if files.len() >= MOST {
            break;
        }
        if get(&entry, "isDirectory").is_truthy() {
            let Ok(reader) = call(&entry, "createReader", &[]) else {
                continue;
            };
            // A reader hands out a hundred at a time, and nothing when it is done.
            while let Ok(some) = told(&reader, "readEntries").await {
                let some = Array::from(&some);
                if some.length() == 0 {
                    break;
                }
                open.extend(some.iter());
            }
        } else if let Ok(file) = told(&entry, "file").await
            && let Ok(file) = file.dyn_into::<File>()
        {
            files.push(file);
        }
    }
    tidy(files)
}

/// Does a name promise something that may hold bars?
pub fn is_data(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| KINDS.contains(&ending.to_lowercase().as_str()))
}

fn tidy(files: Vec<File>) -> Vec<File> {
    let alone = files.len() == 1;
    // A single file was meant, whatever it is called: what it is, is told by its bytes.
    let kind = |file: &File| alone || is_data(&file.name());
    let mut files: Vec<File> = files.into_iter().filter(kind).collect();
    files.sort_by_key(File::name);
    files.truncate(MOST);
    files
}

/// What a method tells its callback.
async fn told(object: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        let asked = call(object, method, &[resolve.into(), reject.clone().into()]);
        if let Err(error) = asked {
            // Nobody hears a rejection that is refused too.
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(promise).await
}

fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = get(object, method).dyn_into()?;
    Reflect::apply(&function, object, &arguments.iter().collect())
}
