using System.Globalization;
using Scanner.SimulatedTime;

// dotnet run -- FIRST [SEEDS] [STORMS]: runs SEEDS seeds from FIRST on, each through STORMS storms. One alone tells its story.
if (args.Length is 0 or > 3 || !args.All(a => int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("give the first seed, and perhaps how many (default 1) and how many storms each (default 3)");
    return 2;
}

var numbers = args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToList();
var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
ThreadPool.UnsafeQueueUserWorkItem(_ => _ = RunAsync(), null);
return done.Task.GetAwaiter().GetResult();

async Task RunAsync()
{
    try
    {
        done.SetResult(await new Seeds(Console.Out, numbers.ElementAtOrDefault(2) is > 0 and var storms ? storms : 3).RunAsync(numbers[0], numbers.ElementAtOrDefault(1) is > 0 and var count ? count : 1));
    }
    catch (Exception e)
    {
        done.SetException(e);
    }
}
