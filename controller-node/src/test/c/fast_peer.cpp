// A client on Fast DDS that asks our nodes as rmw_fastrtps does: the request carries the identity of
// the client's reader, and only a reply that is related to it counts. Built and run by
// FastDdsInteropTest.
//
//   fast_peer DOMAIN set NODE PARAMETER DOUBLE    set_parameters
//   fast_peer DOMAIN get NODE PARAMETER           get_parameters
//   fast_peer DOMAIN state NODE                   get_state
//   fast_peer DOMAIN change NODE LABEL            change_state
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fastdds/dds/domain/DomainParticipant.hpp>
#include <fastdds/dds/domain/DomainParticipantFactory.hpp>
#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/subscriber/DataReader.hpp>
#include <fastdds/dds/subscriber/SampleInfo.hpp>
#include <fastdds/dds/subscriber/Subscriber.hpp>
#include <fastdds/dds/topic/TopicDataType.hpp>
#include <fastdds/dds/topic/TypeSupport.hpp>
#include <fastdds/rtps/transport/UDPv4TransportDescriptor.h>

using namespace eprosima::fastdds::dds;
using eprosima::fastrtps::rtps::SerializedPayload_t;
using eprosima::fastrtps::rtps::WriteParams;
using Bytes = std::vector<uint8_t>;

[[noreturn]] static void fail(const std::string &what) {
  std::fprintf(stderr, "fast_peer: %s\n", what.c_str());
  std::exit(1);
}

// Samples as their bytes, with the encapsulation header.
class RawType : public TopicDataType {
 public:
  explicit RawType(const std::string &name) {
    setName(name.c_str());
    m_typeSize = 65536;
    m_isGetKeyDefined = false;
  }
  bool serialize(void *data, SerializedPayload_t *payload) override {
    const Bytes &bytes = *static_cast<Bytes *>(data);
    std::memcpy(payload->data, bytes.data(), bytes.size());
    payload->length = static_cast<uint32_t>(bytes.size());
    payload->encapsulation = CDR_LE;
    return true;
  }
  bool deserialize(SerializedPayload_t *payload, void *data) override {
    static_cast<Bytes *>(data)->assign(payload->data, payload->data + payload->length);
    return true;
  }
  std::function<uint32_t()> getSerializedSizeProvider(void *data) override {
    return [data] { return static_cast<uint32_t>(static_cast<Bytes *>(data)->size()); };
  }
  void *createData() override { return new Bytes(); }
  void deleteData(void *data) override { delete static_cast<Bytes *>(data); }
  bool getKey(void *, eprosima::fastrtps::rtps::InstanceHandle_t *, bool) override { return false; }
};

class Writer {
 public:
  Bytes bytes{0, 1, 0, 0};
  template <typename T>
  void number(T value) {
    while ((bytes.size() - 4) % sizeof(T) != 0) bytes.push_back(0);
    const auto *raw = reinterpret_cast<const uint8_t *>(&value);
    bytes.insert(bytes.end(), raw, raw + sizeof(T));
  }
  void string(const std::string &text) {
    number<uint32_t>(static_cast<uint32_t>(text.size() + 1));
    bytes.insert(bytes.end(), text.begin(), text.end());
    bytes.push_back(0);
  }
};

class Reader {
 public:
  explicit Reader(const Bytes &b) : bytes(b) {}
  template <typename T>
  T number() {
    while ((at - 4) % sizeof(T) != 0) at++;
    if (at + sizeof(T) > bytes.size()) fail("the answer is cut short");
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    at += sizeof(T);
    return value;
  }
  std::string string() {
    auto length = number<uint32_t>();
    if (length == 0 || at + length > bytes.size()) fail("the answer is cut short");
    std::string text(bytes.begin() + static_cast<long>(at), bytes.begin() + static_cast<long>(at + length - 1));
    at += length;
    return text;
  }

 private:
  const Bytes &bytes;
  size_t at = 4;
};

static DomainParticipant *participant;

static Topic *topic(const std::string &name, const std::string &type) {
  TypeSupport support(new RawType(type));
  support.register_type(participant);
  Topic *t = participant->create_topic(name, type, TOPIC_QOS_DEFAULT);
  if (t == nullptr) fail("no topic " + name);
  return t;
}

static Bytes call(const std::string &service, const std::string &type, Bytes request) {
  Publisher *publisher = participant->create_publisher(PUBLISHER_QOS_DEFAULT);
  Subscriber *subscriber = participant->create_subscriber(SUBSCRIBER_QOS_DEFAULT);
  DataWriterQos writing = DATAWRITER_QOS_DEFAULT;
  writing.reliability().kind = RELIABLE_RELIABILITY_QOS;
  DataReaderQos reading = DATAREADER_QOS_DEFAULT;
  reading.reliability().kind = RELIABLE_RELIABILITY_QOS;
  DataReader *replies =
      subscriber->create_datareader(topic("rr" + service + "Reply", type + "_Response_"), reading);
  DataWriter *requests =
      publisher->create_datawriter(topic("rq" + service + "Request", type + "_Request_"), writing);
  for (int k = 0;; k++) {
    PublicationMatchedStatus there;
    SubscriptionMatchedStatus back;
    requests->get_publication_matched_status(there);
    replies->get_subscription_matched_status(back);
    if (there.current_count > 0 && back.current_count > 0) break;
    if (k > 6000) fail("no server within 30 s");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  WriteParams params;
  params.related_sample_identity().writer_guid() = replies->guid();
  if (!requests->write(&request, params)) fail("the request was refused");
  auto sequence = params.sample_identity().sequence_number();
  for (int k = 0; k < 30000; k++) {
    Bytes answer;
    SampleInfo info;
    if (replies->take_next_sample(&answer, &info) == ReturnCode_t::RETCODE_OK && info.valid_data &&
        info.related_sample_identity.writer_guid() == replies->guid() &&
        info.related_sample_identity.sequence_number() == sequence) {
      return answer;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  fail("no answer within 30 s");
}

static void value(Writer &out, double number) {
  out.number<uint8_t>(3);
  out.number<uint8_t>(0);
  out.number<int64_t>(0);
  out.number<double>(number);
  out.string("");
  for (int k = 0; k < 5; k++) out.number<uint32_t>(0);
}

int main(int argc, char **argv) {
  if (argc < 4) fail("too few arguments");
  std::string what = argv[2];
  std::string node = argv[3];
  DomainParticipantQos qos = PARTICIPANT_QOS_DEFAULT;
  auto udp = std::make_shared<eprosima::fastdds::rtps::UDPv4TransportDescriptor>();
  udp->interfaceWhiteList.push_back("127.0.0.1");
  qos.transport().use_builtin_transports = false;
  qos.transport().user_transports.push_back(udp);
  participant = DomainParticipantFactory::get_instance()->create_participant(
      static_cast<uint32_t>(std::atoi(argv[1])), qos);
  if (participant == nullptr) fail("no participant");
  Writer out;
  if (what == "set" && argc == 6) {
    out.number<uint32_t>(1);
    out.string(argv[4]);
    value(out, std::atof(argv[5]));
    Bytes answer = call(node + "/set_parameters", "rcl_interfaces::srv::dds_::SetParameters", out.bytes);
    Reader in(answer);
    in.number<uint32_t>();
    int successful = in.number<uint8_t>();
    std::printf("%d %s\n", successful, in.string().c_str());
  } else if (what == "get" && argc == 5) {
    out.number<uint32_t>(1);
    out.string(argv[4]);
    Bytes answer = call(node + "/get_parameters", "rcl_interfaces::srv::dds_::GetParameters", out.bytes);
    Reader in(answer);
    in.number<uint32_t>();
    int type = in.number<uint8_t>();
    in.number<uint8_t>();
    in.number<int64_t>();
    std::printf("type %d double %g\n", type, in.number<double>());
  } else if (what == "state") {
    out.number<uint8_t>(0);
    Bytes answer = call(node + "/get_state", "lifecycle_msgs::srv::dds_::GetState", out.bytes);
    Reader in(answer);
    int id = in.number<uint8_t>();
    std::printf("%d %s\n", id, in.string().c_str());
  } else if (what == "change" && argc == 5) {
    out.number<uint8_t>(0);
    out.string(argv[4]);
    Bytes answer = call(node + "/change_state", "lifecycle_msgs::srv::dds_::ChangeState", out.bytes);
    Reader in(answer);
    std::printf("%d\n", static_cast<int>(in.number<uint8_t>()));
  } else {
    fail("unknown command " + what);
  }
  std::fflush(stdout);
  std::_Exit(0);
}
