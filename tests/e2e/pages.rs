//! The two pages open, on every screen, with nothing in the console.

use minyi_tests::browser::{Browser, Network, Profile, Site, Viewport};

const SCREENS: [Viewport; 3] = [Viewport::PHONE, Viewport::TABLET, Viewport::DESKTOP];

fn opens_everywhere(path: &str) {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    for viewport in SCREENS {
        let mut page = browser.open(&site.url(path), viewport);
        page.wait_for("h1");
        page.wait_until_gone(".boot");
        let overflow: i64 = page
            .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(overflow, 0, "{path} scrolls sideways on {viewport:?}");
        assert_eq!(page.console_errors(), [""; 0], "{path} on {viewport:?}");
        browser.close_tab(page);
    }
}

#[test]
fn the_workspace_opens() {
    opens_everywhere("");
}

#[test]
fn the_residents_page_opens() {
    opens_everywhere("answer/");
}

#[test]
fn the_residents_page_is_small_and_downloads_nothing_of_the_workspace() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let address = site.url("answer/#s=resident-qr-short&a=90-01-001");
    let mut page = browser.open(&address, Viewport::PHONE);
    page.wait_for("[data-choice]");
    // The survey's document comes behind the first question, to be kept beside the answers.
    let names: Vec<String> = page.eval(
        "new Promise(resolve => {
            const names = () => performance.getEntriesByType('resource').map(it => it.name);
            const look = () => names().some(it => it.endsWith('.json'))
                ? resolve(names()) : setTimeout(look, 50);
            look();
        })",
    );
    let has = |end: &str| names.iter().any(|name| name.ends_with(end));
    assert!(has(".wasm") && has("resident-qr-short.form"), "{names:?}");
    let (home, surveys) = (site.url("answer/"), site.url("surveys/"));
    let foreign = |name: &&String| {
        !name.starts_with(&home) && !name.starts_with(&surveys) && !name.starts_with("data:")
    };
    let foreign: Vec<&String> = names.iter().filter(foreign).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    let bytes = page.received_bytes();
    assert!((1..150_000).contains(&bytes), "the page is {bytes} bytes");
    println!("the resident's page is {bytes} bytes, compressed, with its survey");
}

#[test]
fn the_worker_starts_under_the_policy() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url(""), Viewport::DESKTOP);
    let ready: String = page.eval(
        "new Promise((resolve, reject) => {
            const worker = new Worker('worker_loader.js');
            worker.onmessage = event => resolve(String(event.data));
            worker.onerror = event => reject(new Error(event.message));
        })",
    );
    assert_eq!(ready, "ready");
}

#[test]
fn the_policy_refuses_inline_scripts() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("answer/"), Viewport::PHONE);
    page.eval::<()>(
        "(() => {
            const script = document.createElement('script');
            script.textContent = 'window.inlineRan = true';
            document.head.append(script);
        })()",
    );
    assert!(!page.eval::<bool>("window.inlineRan === true"));
    let errors = page.console_errors();
    assert!(
        errors
            .iter()
            .any(|error| error.contains("Content Security Policy")),
        "{errors:?}"
    );
}

#[test]
fn what_a_profile_stores_outlives_its_browser() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("answer/"), Viewport::PHONE);
    page.eval::<()>("void document.cookie");
    page.eval::<()>(
        "new Promise((resolve, reject) => {
            const open = indexedDB.open('kept', 1);
            open.onupgradeneeded = () => open.result.createObjectStore('it');
            open.onerror = () => reject(open.error);
            open.onsuccess = () => {
                const options = { durability: 'strict' };
                const transaction = open.result.transaction('it', 'readwrite', options);
                transaction.objectStore('it').put('answer', 1);
                transaction.oncomplete = () => resolve();
            };
        })",
    );
    browser.kill();

    let mut browser = Browser::launch(&profile);
    let mut page = browser.open(&site.url("answer/"), Viewport::PHONE);
    let found: String = page.eval(
        "new Promise(resolve => {
            const open = indexedDB.open('kept', 1);
            open.onsuccess = () => {
                const get = open.result.transaction('it').objectStore('it').get(1);
                get.onsuccess = () => resolve(String(get.result));
            };
        })",
    );
    assert_eq!(found, "answer");
}

#[test]
fn a_page_that_cannot_load_its_program_says_what_to_do() {
    let (site, profile) = (Site::start(), Profile::new());
    let mut browser = Browser::launch(&profile);
    let mut page = browser.open("about:blank", Viewport::PHONE);
    page.block("*.wasm");
    page.go(&site.url("answer/"));
    page.wait_for(".boot-failed .boot-trouble");
    page.wait_for_text("请用手机自带的浏览器打开本页");
    let visible: String =
        page.eval("getComputedStyle(document.querySelector('.boot-trouble')).visibility");
    assert_eq!(visible, "visible");
    page.set_network(Network::OFFLINE);
    assert!(!page.eval::<bool>("navigator.onLine"));
}
