using Scanner.Worker.Leading;

namespace Scanner.Tests.Worker.Leading;

public sealed class LeaderElectionOptionsTests
{
    private static readonly LeaderElectionOptions s_good = new() { LeaseNamespace = "ns", Identity = "a" };

    [Fact]
    public void Validate_Defaults_AreFine() => Assert.Empty(s_good.Validate());

    [Fact]
    public void Validate_EverythingWrong_ListsItAll()
    {
        var bad = new LeaderElectionOptions
        {
            LeaseName = "a/../b",
            LeaseNamespace = "Ns",
            Identity = "",
            LeaseDuration = TimeSpan.FromSeconds(1.5),
            RenewDeadline = TimeSpan.FromSeconds(2),
            RetryPeriod = TimeSpan.FromSeconds(1.9),
        };
        Assert.Equal(
            [
                "lease name 'a/../b': give a DNS name such as ephemeral-scanner",
                "lease namespace 'Ns': give the name of a namespace",
                "leader identity is empty: give a text that no other replica has",
                "lease duration 00:00:01.5000000: give whole seconds, from 1 s to 1 h",
                "renew deadline 00:00:02: give less than the lease duration (00:00:01.5000000)",
                "retry period 00:00:01.9000000: give more than zero and, a fifth added, less than the renew deadline (00:00:02)",
            ],
            bad.Validate());
    }

    [Theory]
    [InlineData("team-a\n", "team-a")]
    [InlineData("", "default")]
    [InlineData(null, "default")]
    public void LeaseNamespace_Default_IsThePodsOwn(string? content, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("scanner-lease-");
        try
        {
            if (content is not null)
                File.WriteAllText(Path.Combine(folder.FullName, "namespace"), content);
            Assert.Equal(expected, LeaseNamespace.Default(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void LeaderIdentity_SameHost_IsNeverTheSame()
    {
        var (first, second) = (LeaderIdentity.Create("pod-1", Random.Shared), LeaderIdentity.Create("pod-1", Random.Shared));
        Assert.StartsWith("pod-1_", first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Jitter_StaysWithinAFifth()
    {
        var random = new Random(1);
        var pauses = Enumerable.Range(0, 1000).Select(_ => Jitter.Lengthen(TimeSpan.FromSeconds(2), random).TotalSeconds).ToList();
        Assert.InRange(pauses.Min(), 2, 2.01);
        Assert.InRange(pauses.Max(), 2.39, 2.4);
    }
}
