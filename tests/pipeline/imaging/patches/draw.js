// Draws the six patches with bwip-js 4.11 (MIT), a program that shares nothing with ours: `node draw.js`, with
// bwip-js installed beside it. Bars run upright, the leading edge is on the left; 4 pixels are 0.08 inch, 10 are 0.20.
// Widths of bars and spaces in turn, 2 narrow and 5 wide, in the order of BWIPP's list of patch codes.
const bwip = require("bwip-js"), fs = require("fs");
const widths = { 1: "5252222", 2: "5222225", 3: "5222522", 4: "2252522", 6: "2222525", t: "2252225" };
for (const [name, text] of Object.entries(widths)) {
  bwip.toBuffer({ bcid: "raw", text, scaleX: 2, scaleY: 2, height: 14, backgroundcolor: "FFFFFF" })
    .then((png) => fs.writeFileSync(`patch-${name}.png`, png));
}
