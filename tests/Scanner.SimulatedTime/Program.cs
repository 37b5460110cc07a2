using Scanner.SimulatedTime.Clocks;
using Scanner.SimulatedTime.Clusters;
using Scanner.SimulatedTime.Replicas;
using Scanner.Worker.Caches;
using Scanner.ApiServer.Reflectors;

var done = new TaskCompletionSource();
ThreadPool.UnsafeQueueUserWorkItem(_ => _ = RunAsync(), null);
done.Task.Wait();

async Task RunAsync()
{
    try
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var sw = System.Diagnostics.Stopwatch.StartNew();
            var world = new World(new SimulatedClock(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
            var random = new Random(1);
            var cluster = await SimulatedCluster.CreateAsync(world, random);
            Console.WriteLine($"cluster {sw.ElapsedMilliseconds}");
            var hash = new HashCode();
            var one = new Replica(world, cluster, "one", seed == 2, random, (r, m) => { hash.Add(world.Now.Ticks); foreach (var c in m.RequestUri!.PathAndQuery) hash.Add((int)c); });
            var ok = await world.UntilAsync(() => one.Board.Current is { } s && s.FullScans.LastResult is not null, TimeSpan.FromMinutes(10));
            Console.WriteLine($"{ok} {world.Now} {one.WhyNotReady} {sw.ElapsedMilliseconds} threads {System.Diagnostics.Process.GetCurrentProcess().Threads.Count} pool {ThreadPool.ThreadCount}");
            foreach (var line in one.Log.Lines) Console.WriteLine(line);
            await world.PassAsync(TimeSpan.FromHours(5));
            Console.WriteLine($"{world.Now} sent {one.Wire.Sent} {sw.ElapsedMilliseconds} waiting {world.Clock.Waiting} hash {hash.ToHashCode()}");
            await one.StopAsync(world);
            Console.WriteLine($"{world.Now} {sw.ElapsedMilliseconds} {one.Log.Lines.Last()}");
        }
    }
    catch (Exception e) { Console.WriteLine(e); }
    finally { done.SetResult(); }
}
