// Hosts of a newsroom: each a network namespace on one switch, this process at the switch too. Where that is not allowed (it is
// root's, and iproute2's) they are all this machine.
import {execFileSync} from 'node:child_process';

const run = (...words) => execFileSync(words[0], words.slice(1), {stdio: ['ignore', 'ignore', 'pipe']});

// {apart, switch, <name>: {address, under(...words)}, cut(t, name, ...from)}; `switch`: this process's address.
export function hosts(...names) {
    const net = `wq${process.pid}`, id = process.pid % 32768, subnet = `10.${64 + (id >> 8)}.${id & 255}`;
    const undo = [];
    process.prependListener('exit', () => {
        for (const words of undo.reverse()) {
            try {
                run(...words);
            } catch {}
        }
    });
    try {
        run('ip', 'link', 'add', net, 'type', 'bridge');
        undo.push(['ip', 'link', 'del', net]);
        run('ip', 'addr', 'add', `${subnet}.1/24`, 'dev', net);
        run('ip', 'link', 'set', net, 'up');
        const made = {apart: true, switch: `${subnet}.1`};
        for (const [i, name] of names.entries()) {
            const space = `${net}-${name}`, wire = `${net}.${i}`, address = `${subnet}.${11 + i}`;
            run('ip', 'netns', 'add', space);
            undo.push(['ip', 'netns', 'del', space]);
            run('ip', 'link', 'add', wire, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
            run('ip', 'link', 'set', wire, 'master', net, 'up');
            run('ip', '-n', space, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
            run('ip', '-n', space, 'link', 'set', 'eth0', 'up');
            run('ip', '-n', space, 'link', 'set', 'lo', 'up');
            made[name] = {name, address, under: (...words) => ['ip', 'netns', 'exec', space, ...words]};
        }
        // What some others send to a host is lost without a word, until it is mended.
        const route = (how, name, from) => from.forEach((other) =>
            run('ip', '-n', `${net}-${other}`, 'route', how, 'blackhole', `${made[name].address}/32`));
        const cut = (t, name, ...from) => {
            let lost = true;
            route('add', name, from);
            const mend = () => { if (lost) route('del', name, from); lost = false; };
            t.after(mend);
            return mend;
        };
        return {...made, cut};
    } catch (error) {
        console.log(`# all hosts are this machine: ${String(error.stderr ?? error).trim()}`);
        return {apart: false, ...Object.fromEntries(names.map((name) => [name, {name, address: '127.0.0.1', under: (...words) => words}]))};
    }
}
