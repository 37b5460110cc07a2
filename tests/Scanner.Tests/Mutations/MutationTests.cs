using System.Globalization;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;
using Scanner.Decoding.Pods;
using Scanner.Tests.Inventory.Files;
using Xunit.Abstractions;

namespace Scanner.Tests.Mutations;

/// <summary>
/// Whatever bytes come from a server, a reader reads them or throws <see cref="WireFormatException"/>: anything else would end the process.
/// 20,000 damaged recordings are given to every reader, half of them protobuf and half JSON; <c>SCANNER_MUTATIONS</c> sets another number.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_122;

    private static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("SCANNER_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 20_000;

    [Fact]
    public void EveryReader_OfTheProgram_IsInTheList() => Assert.Empty(EveryReader.Missing());

    [Fact]
    public void EveryReader_DamagedProtobuf_ReadsItOrRefusesIt()
    {
        var pieces = Recordings.Protobuf();
        var mutator = new Mutator(Seed, pieces);
        Run(Count / 2, pieces, mutator.Protobuf, EveryReader.All.Select(r => (r, (Action<byte[]>)(bytes => r.ReadProtobuf(bytes)))));
    }

    [Fact]
    public void EveryReader_DamagedJson_ReadsItOrRefusesIt()
    {
        var pieces = Recordings.Json();
        var mutator = new Mutator(Seed, pieces);
        Run(Count / 2, pieces, mutator.Json, EveryReader.All.Select(r => (r, (Action<byte[]>)(bytes => r.ReadJson(bytes)))));
    }

    [Fact]
    public void Envelope_DamagedBody_IsOpenedOrRefused()
    {
        var pieces = Recordings.Bodies();
        var mutator = new Mutator(Seed, pieces);
        Run(Count / 4, pieces, mutator.Protobuf, [(new BodyUnderTest(), bytes => Envelope.Open(bytes, out _))]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Watch_DamagedStream_IsReadOrRefused(bool protobuf)
    {
        var pieces = protobuf ? Recordings.Streams() : Recordings.Json();
        var mutator = new Mutator(Seed, pieces);
        var reader = new WatchFrameReader<PodFacts>(protobuf, new PodReader(), new NoSink<PodFacts>());
        Run(Count / 4, pieces, protobuf ? mutator.Protobuf : p => [.. mutator.Json(p), (byte)'\n'], [(new BodyUnderTest(), bytes => Follow(bytes, protobuf, reader))]);
    }

    /// <summary>Files are people's: what is wrong in them becomes a problem of the input, never an exception. Behind a document that is YAML, JSON is read as YAML too.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("a: b\n---\n")]
    public void Offline_DamagedFile_BecomesProblems(string before)
    {
        var pieces = Recordings.Json();
        var mutator = new Mutator(Seed, pieces);
        var random = new Random(Seed);
        var problems = 0;
        for (var i = 0; i < Count / 20; i++)
            problems += ReadFiles.Read([.. System.Text.Encoding.UTF8.GetBytes(before), .. mutator.Json(pieces[random.Next(pieces.Count)])]).Problems.Length;
        output.WriteLine($"{Count / 20} damaged files, {problems} problems");
        Assert.True(problems > Count / 200);
    }

    private void Run(int count, List<byte[]> pieces, Func<byte[], byte[]> mutate, IEnumerable<(ReaderUnderTest Reader, Action<byte[]> Read)> readers)
    {
        var all = readers.ToList();
        foreach (var (reader, _) in all)
            (reader.Read, reader.Refused) = (0, 0);
        var random = new Random(Seed);
        for (var i = 0; i < count; i++)
        {
            var damaged = mutate(pieces[random.Next(pieces.Count)]);
            foreach (var (reader, read) in all)
                Try(reader, read, damaged, i);
        }

        output.WriteLine($"{pieces.Count} recorded pieces, {count} damaged ones");
        foreach (var (reader, _) in all)
        {
            output.WriteLine($"{reader.TypeName}: {reader.Read} read, {reader.Refused} refused");
            Assert.True(reader.Refused > count / 100, reader.TypeName);
        }
    }

    private static void Try(ReaderUnderTest reader, Action<byte[]> read, byte[] damaged, int number)
    {
        try
        {
            read(damaged);
            reader.Read++;
        }
        catch (WireFormatException)
        {
            reader.Refused++;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{reader.TypeName} let out {e.GetType().Name} for mutation {number}: {Convert.ToBase64String(damaged)}", e);
        }
    }

    private static void Follow(byte[] stream, bool protobuf, WatchFrameReader<PodFacts> reader)
    {
        var frames = new FrameBuffer(new MemoryStream(stream), protobuf);
        try
        {
            while (frames.FillAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                while (frames.TryTake(out var frame))
                {
                    if (reader.Read(frame) is not null)
                        return;
                }
            }
        }
        catch (IOException)
        {
            // The stream ended within an event: a broken connection, not broken bytes.
        }
    }

    private sealed class BodyUnderTest() : ReaderUnderTest("body")
    {
        public override void ReadJson(ReadOnlySpan<byte> json) => throw new NotSupportedException();

        public override void ReadProtobuf(ReadOnlySpan<byte> message) => throw new NotSupportedException();
    }
}
