// Reads the X3P files named as arguments with x3p.js, a reader by other people, and prints what it finds in each, as JSON.
// It needs the npm packages x3p.js and jsdom: x3p.js is written for browsers, and jsdom stands in for one.
const { JSDOM } = require("jsdom");
const window = new JSDOM("<html><body></body></html>", { pretendToBeVisual: true }).window;
window.HTMLCanvasElement.prototype.getContext = () => ({ drawImage() {}, getImageData: () => ({ data: [] }), fillRect() {}, putImageData() {} });
window.URL.createObjectURL = URL.createObjectURL = () => "blob:none";
for (const name of Object.getOwnPropertyNames(window)) {
  if (name in global) continue;
  try { global[name] = window[name]; } catch (e) { /* a browser's things that only a browser has */ }
}
Object.assign(global, { window, self: global, document: window.document, Blob: window.Blob, Worker: class { postMessage() {} } });

const X3P = require("x3p.js").default;
(async () => {
  for (const name of process.argv.slice(2)) {
    const f = await X3P.load({ file: require("fs").readFileSync(name), name });
    const z = Array.from(new Float64Array(f.pointBuffer.slice(0)), (v) => (Number.isNaN(v) ? null : v));
    require("fs").writeSync(1, JSON.stringify({
      width: f.axes.x.size, height: f.axes.y.size, dx: f.axes.x.increment, dy: f.axes.y.increment, z,
      background: f.mask.color, colours: Object.keys(f.mask.annotations || {}),
      model: f.manifest.get("Record2 Instrument Model"), calibrated: f.manifest.get("Record2 CalibrationDate"),
    }) + "\n");
  }
  process.exit(0);
})().catch((e) => { console.error(e); process.exit(1); });
