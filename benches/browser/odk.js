// ODK Web Forms, whole: the component that its servers show.
import { createApp, h } from 'vue';
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';

const formXml = await (await fetch(`/forms/${location.hash.slice(1)}.xml`)).text();
const fetchFormAttachment = () => Promise.reject(new Error('there are no attachments'));
createApp({ render: () => h(OdkWebForm, { formXml, fetchFormAttachment }) })
  .use(webFormsPlugin)
  .mount('#app');
