//! Says that a new version of the site is ready. It is never taken without being asked for.

use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use yew::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// In `web/offline.js`: has the site kept for when there is no network, and calls back when a new version of it is.
    #[wasm_bindgen(js_name = watchForUpdate, catch)]
    async fn watch_for_update(told: &js_sys::Function) -> Result<(), wasm_bindgen::JsValue>;
    /// In `web/offline.js`: changes to the new version and loads the page again.
    #[wasm_bindgen(js_name = takeUpdate)]
    fn take_update();
}

#[component]
pub(crate) fn Update() -> Html {
    let is_ready = use_state_eq(|| false);
    {
        let is_ready = is_ready.clone();
        use_effect_with((), move |()| {
            let told = Closure::<dyn Fn()>::new(move || is_ready.set(true));
            wasm_bindgen_futures::spawn_local(async move {
                let function = wasm_bindgen::JsCast::unchecked_ref(told.as_ref());
                if let Err(error) = watch_for_update(function).await {
                    // A private window may refuse: then the page needs the network the next time, and that is all.
                    web_sys::console::info_1(&error);
                }
                // It is watched for as long as the page stands.
                told.forget();
            });
        });
    }
    let onclick = Callback::from(|_: MouseEvent| take_update());
    html! {
        <div role="status">
            if *is_ready {
                <p class="update">
                    { "A new version of Certlens is ready. What is in the box and the files go when the page loads again. " }
                    <button type="button" class="button" {onclick}>{ "Load the new version" }</button>
                </p>
            }
        </div>
    }
}
