using System.Globalization;
using Scanner.SimulatedTime;

if (Environment.GetEnvironmentVariable("TRACE") is { } trace)
    Story.Trace = new StreamWriter(trace);
// dotnet run -- FIRST [COUNT]: runs COUNT seeds from FIRST on, and prints figures. One seed prints its story too.
var first = int.Parse(args[0], CultureInfo.InvariantCulture);
var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var done = new TaskCompletionSource<int>();
ThreadPool.UnsafeQueueUserWorkItem(_ => _ = RunAsync(), null);
return done.Task.GetAwaiter().GetResult();

async Task RunAsync()
{
    try
    {
        done.SetResult(await Seeds.RunAsync(first, count, Console.Out));
    }
    catch (Exception e)
    {
        done.SetException(e);
    }
}
