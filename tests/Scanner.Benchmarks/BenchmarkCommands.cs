using System.CommandLine;

namespace Scanner.Benchmarks;

/// <summary>
/// <c>load</c> fills a cluster and measures a scan of it beside a bare download of the same pages. <c>fill</c> and <c>download</c> are
/// its parts, run as processes of their own. <c>worker</c> shows what <c>scanner run</c> holds, how soon
/// it has a first picture and what others feel of it, <c>relabel</c> how soon it sees a change.
/// <c>rbac</c> evaluates the rights of a large cluster, <c>snapshot</c> composes one, <c>metrics</c> scrapes one. <c>cel</c> evaluates expressions of
/// policies, <c>gatekeeper</c> templates on requests, <c>coverage</c> policies in namespaces. <c>functions</c> measures nothing: it names the functions
/// that the native program calls.
/// </summary>
internal static class BenchmarkCommands
{
    private static readonly Option<string?> s_kubeconfig = new("--kubeconfig") { Description = "Cluster to use; a simulated one when not given" };
    private static readonly Option<int> s_namespaces = new("--namespaces") { Description = "Namespaces to create", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> s_pods = new("--pods") { Description = "Pods to create, spread over them", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<int> s_policies = new("--policies") { Description = "Admission policies that report, with their bindings; in a simulated cluster" };
    private static readonly Option<string?> s_scanner = new("--scanner") { Description = "Scanner to measure; the one built with this project when not given" };
    private static readonly Option<int> s_runs = new("--runs") { Description = "Runs of each, after one that does not count", DefaultValueFactory = _ => 3 };
    private static readonly Option<int?> s_serverPid = new("--server-pid") { Description = "Process of a real API server, to count its CPU" };
    private static readonly Option<bool> s_noFill = new("--no-fill") { Description = "The cluster is filled already" };
    private static readonly Option<bool> s_json = new("--json") { Description = "Ask for JSON instead of protobuf" };

    private static readonly Option<int> s_changes = new("--changes") { Description = "Namespaces to relabel, one after the other", DefaultValueFactory = _ => 100 };
    private static readonly Option<double> s_rateLimit = new("--rate-limit") { Description = "Most requests a second of the worker", DefaultValueFactory = _ => 200 };

    private static readonly Option<double> s_podEvents = new("--pod-events") { Description = "Changes of pods a second, for a minute after the first picture" };

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Benchmarks of the scanner")
        {
            Fill(), Download(), Serve(), Load(), Worker(), Relabel(), Rbac(), Snapshot(), Metrics(), Cel(), Gatekeeper(), Coverage(), Functions(),
        };
        return root.Parse(args).InvokeAsync();
    }

    private static Command Fill()
    {
        var command = new Command("fill", "Create namespaces and realistic pods") { s_kubeconfig, s_namespaces, s_pods };
        command.SetAction(async (parsed, token) =>
        {
            using var cluster = RawCluster.Open(parsed.GetValue(s_kubeconfig));
            await cluster.FillAsync(parsed.GetValue(s_namespaces), parsed.GetValue(s_pods), token);
        });
        return command;
    }

    private static Command Download()
    {
        var command = new Command("download", "Fetch all pages of all pods and do nothing with them") { s_kubeconfig, s_json };
        command.SetAction(async (parsed, token) =>
        {
            using var cluster = RawCluster.Open(parsed.GetValue(s_kubeconfig));
            var (pages, bytes) = await cluster.DownloadPodsAsync(!parsed.GetValue(s_json), token);
            Console.WriteLine($"{pages} pages, {bytes / 1e6:0.0} MB on the wire");
        });
        return command;
    }

    private static Command Serve()
    {
        var command = new Command("serve", "Run a filled simulated API server until standard input ends") { s_namespaces, s_pods, s_policies };
        command.SetAction((parsed, token) => SimulatedCluster.ServeAsync(parsed.GetValue(s_namespaces), parsed.GetValue(s_pods), parsed.GetValue(s_policies), token));
        return command;
    }

    private static Command Worker()
    {
        var command = new Command("worker", "Run the worker on a filled cluster: its memory, when it is ready, and what a bystander feels of it") { s_kubeconfig, s_namespaces, s_pods, s_policies, s_scanner, s_rateLimit, s_podEvents };
        command.SetAction(async (parsed, token) =>
        {
            if (parsed.GetValue(s_kubeconfig) is { } kubeconfig)
            {
                await WorkerFootprint.RunAsync(kubeconfig, parsed.GetValue(s_scanner), parsed.GetValue(s_rateLimit), parsed.GetValue(s_podEvents), token);
                return;
            }

            using var simulated = await SimulatedCluster.StartAsync(parsed.GetValue(s_namespaces), parsed.GetValue(s_pods), parsed.GetValue(s_policies), token);
            await WorkerFootprint.RunAsync(simulated.Kubeconfig, parsed.GetValue(s_scanner), parsed.GetValue(s_rateLimit), parsed.GetValue(s_podEvents), token);
        });
        return command;
    }

    private static Command Relabel()
    {
        var command = new Command("relabel", "Measure the time from a namespace's new label to its new verdict")
        {
            s_kubeconfig, s_namespaces, s_pods, s_changes, s_rateLimit,
        };
        command.SetAction(async (parsed, token) =>
        {
            var (changes, rate) = (parsed.GetValue(s_changes), parsed.GetValue(s_rateLimit));
            if (parsed.GetValue(s_kubeconfig) is { } kubeconfig)
            {
                await RelabelLatency.RunAsync(kubeconfig, changes, rate, token);
                return;
            }

            using var simulated = await SimulatedCluster.StartAsync(parsed.GetValue(s_namespaces), parsed.GetValue(s_pods), parsed.GetValue(s_policies), token);
            await RelabelLatency.RunAsync(simulated.Kubeconfig, changes, rate, token);
        });
        return command;
    }

    private static Command Rbac()
    {
        var command = new Command("rbac", "Evaluate 20,000 bindings, and ask a server about some of them") { s_kubeconfig };
        command.SetAction((parsed, token) => RbacEvaluation.RunAsync(parsed.GetValue(s_kubeconfig), token));
        return command;
    }

    private static Command Snapshot()
    {
        var command = new Command("snapshot", "Compose snapshots of 10,000 namespaces and 20,000 bindings, from scratch and after one change");
        command.SetAction(_ => SnapshotComposition.Run());
        return command;
    }

    private static Command Metrics()
    {
        var command = new Command("metrics", "Scrape a worker that knows 10,000 namespaces, after nothing, little or everything changed");
        command.SetAction((_, token) => MetricsCost.RunAsync(token));
        return command;
    }

    private static Command Cel()
    {
        var command = new Command("cel", "Compile expressions of policies, and evaluate them on a pod");
        command.SetAction(_ => CelEvaluation.Run());
        return command;
    }

    private static Command Gatekeeper()
    {
        var library = new Option<string>("--library") { Description = "Folder with template.yaml files and samples beside them", Required = true };
        var variants = new Option<string?>("--variants") { Description = "JSON file with containers by name in \"variants\"" };
        var command = new Command("gatekeeper", "Compile templates of Gatekeeper, and ask them about containers") { library, variants };
        command.SetAction(parsed => GatekeeperEvaluation.Run(parsed.GetValue(library)!, parsed.GetValue(variants)));
        return command;
    }

    private static Command Coverage()
    {
        var unscoped = new Option<bool>("--unscoped") { Description = "Ask every policy in every namespace" };
        var namespaces = new Option<int>("--namespaces") { Description = "Namespaces that policies are asked about", DefaultValueFactory = _ => 10_000 };
        var command = new Command("coverage", "Judge 300 policies of Gatekeeper and Kyverno in all namespaces") { namespaces, unscoped };
        command.SetAction(parsed => CoverageCost.Run(parsed.GetValue(namespaces), !parsed.GetValue(unscoped)));
        return command;
    }

    private static Command Functions()
    {
        var scanner = new Option<string>("--scanner") { Description = "Native program", Required = true };
        var symbols = new Option<string>("--symbols") { Description = "Its symbols", Required = true };
        var command = new Command("functions", "Name the functions that the native program calls, in a simulated cluster, under callgrind") { scanner, symbols };
        command.SetAction((parsed, token) => CalledFunctions.RunAsync(parsed.GetValue(scanner)!, parsed.GetValue(symbols)!, token));
        return command;
    }

    private static Command Load()
    {
        var command = new Command("load", "Measure a scan without probes beside a bare download")
        {
            s_kubeconfig, s_namespaces, s_pods, s_scanner, s_runs, s_serverPid, s_noFill,
        };
        command.SetAction(async (parsed, token) =>
        {
            var kubeconfig = parsed.GetValue(s_kubeconfig);
            if (kubeconfig is null)
            {
                using var simulated = await SimulatedCluster.StartAsync(parsed.GetValue(s_namespaces), parsed.GetValue(s_pods), parsed.GetValue(s_policies), token);
                await Run(simulated.Kubeconfig, simulated.ProcessId);
                return;
            }

            if (!parsed.GetValue(s_noFill))
            {
                using var cluster = RawCluster.Open(kubeconfig);
                await cluster.FillAsync(parsed.GetValue(s_namespaces), parsed.GetValue(s_pods), token);
            }

            await Run(kubeconfig, parsed.GetValue(s_serverPid));

            Task Run(string config, int? server) => LoadComparison.RunAsync(config, parsed.GetValue(s_scanner), parsed.GetValue(s_runs), server, token);
        });
        return command;
    }
}
