// Stands in for the scripts a page on a phone loads from WeCom: `wx` of jweixin-1.2.0 with
// jwxwork-1.0.0, and `ww` of @wecom/jssdk. It decides nothing: every call goes to the phone around
// the page, which asks the simulator.
(() => {
  if (window.ww && window.wx) return;
  const phone = new URL(document.currentScript.src).origin;
  const waiting = new Map();
  let last = 0;

  window.addEventListener('message', ({ origin, source, data }) => {
    if (source !== window.parent || origin !== phone || data?.wecom !== 'answer') return;
    waiting.get(data.id)?.(data.answer);
    waiting.delete(data.id);
  });
  const ask = (name, params) =>
    new Promise((resolve) => {
      if (window.parent === window) return resolve({ errMsg: `${name}:fail not in WeCom` });
      last += 1;
      waiting.set(last, resolve);
      const url = location.href.split('#')[0];
      const plain = JSON.parse(JSON.stringify(params ?? {}));
      window.parent.postMessage({ wecom: 'ask', id: last, name, params: plain, url }, phone);
    });
  ask('hello');

  // What was configured is waited for: calls may follow at once.
  let config = null;
  let agent = null;
  const good = ({ errMsg }) => errMsg.endsWith(':ok');
  const call = async (name, params) => {
    await config;
    await agent;
    return ask(name, params);
  };

  const readies = [];
  const errors = [];
  window.wx = {
    config(settings) {
      config = ask('config', settings);
      config.then((answer) => {
        for (const tell of (good(answer) ? readies : errors).splice(0)) tell(answer);
      });
    },
    ready(tell) {
      if (!config) readies.push(tell);
      else config.then((answer) => good(answer) && tell(answer));
    },
    error(tell) {
      if (!config) errors.push(tell);
      else config.then((answer) => good(answer) || tell(answer));
    },
    agentConfig({ success, fail, complete, ...settings }) {
      agent = ask('agentConfig', settings);
      agent.then((answer) => {
        (good(answer) ? success : fail)?.(answer);
        complete?.(answer);
      });
    },
    invoke(name, params, tell) {
      call(name, params).then((answer) => tell?.({ ...answer, err_msg: answer.errMsg }));
    },
    checkJsApi({ jsApiList, success }) {
      call('checkJsApi', { jsApiList }).then((answer) => success?.(answer));
    },
    closeWindow() {
      call('closeWindow');
    },
  };

  const promised = async (name, params) => {
    const answer = await call(name, params);
    if (good(answer)) return answer;
    throw Object.assign(new Error(answer.errMsg), answer);
  };
  const register = ({ corpId, agentId, jsApiList = [], ...signed }) => {
    const page = location.href.split('#')[0];
    if (signed.getConfigSignature)
      config = Promise.resolve(signed.getConfigSignature(page))
        .then((given) => ask('config', { ...given, appId: corpId, jsApiList }))
        .then((answer) => {
          (good(answer) ? signed.onConfigSuccess : signed.onConfigFail)?.(answer);
          return answer;
        });
    if (signed.getAgentConfigSignature)
      agent = Promise.resolve(config)
        .then(() => signed.getAgentConfigSignature(page))
        .then((given) =>
          ask('agentConfig', { ...given, corpid: corpId, agentid: agentId, jsApiList }),
        )
        .then((answer) => {
          (good(answer) ? signed.onAgentConfigSuccess : signed.onAgentConfigFail)?.(answer);
          return answer;
        });
  };
  const names = [
    ...['getContext', 'getCurExternalContact', 'getCurExternalChat', 'sendChatMessage'],
    ...['openEnterpriseChat', 'openUserProfile', 'checkJsApi', 'closeWindow'],
  ];
  window.ww = {
    register,
    ...Object.fromEntries(names.map((name) => [name, (params) => promised(name, params)])),
  };
})();
